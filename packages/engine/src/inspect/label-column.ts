import type { Inspection } from '@alaas/core';
import type { ColumnValues } from './column-values.ts';

const labelName =
  /^(labels?|class(es|_?name|_?label)?|categor(y|ies)|target|y|sentiment|intent|topic|tags?|stars?|rating|gold|answer|annotation|species|type|emotion|toxic(ity)?|spam|polarity)$/i;

/** Different values that a column of labels has at most. */
const mostLabels = 200;
/** Characters of a label at most; a longer value is a text. */
const longestLabel = 80;

/** Whether a column's values are few, short, and come again and again. */
export function isLabelLike(column: ColumnValues): boolean {
  return labelScore(column) > 0;
}

/**
 * How much a column looks like known labels; 0: not at all. Its name counts most. Without a name that says so, every value
 * must come three times on average.
 */
export function labelScore({ name, holds, filled, counts, length, uriShare }: ColumnValues): number {
  const distinct = counts.size;
  const isKind = holds === 'text' || holds === 'boolean' || (holds === 'number' && [...counts.keys()].every(isWhole));
  if (!isKind || distinct < 2 || distinct > mostLabels || length > longestLabel || uriShare >= 0.8) return 0;
  const repeats = filled / distinct;
  if (labelName.test(name)) return repeats > 1 || distinct <= 20 ? 10 + repeats / filled : 0;
  if (repeats < 3) return 0;
  return holds === 'number' ? 1 : 2;
}

function isWhole(text: string): boolean {
  return /^[-+]?\d{1,9}$/.test(text.trim());
}

/** The labels of a column, the most frequent first; of equal ones in order of names. */
export function labelsOf({ counts }: Pick<ColumnValues, 'counts'>): Inspection['labels'] {
  return [...counts]
    .map(([name, items]) => ({ name, items }))
    .sort((a, b) => b.items - a.items || (a.name < b.name ? -1 : 1))
    .slice(0, mostLabels);
}
