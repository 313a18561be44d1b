import { type Cell, defineFeaturizer, hashText } from '@alaas/core';
import { HashedCounts } from '../maths/hashed-counts.ts';

/**
 * Rows of a table without a trained encoder. What a row says is hashed into a dense vector, each feature by the name of its
 * column, so that the order of the columns does not matter. Knows no other row: a row's numbers never change as the pool
 * grows, and so they are scaled by what a number is, not by what the column holds.
 *
 * - a number x: s = asinh(x), which is x near 0 and sgn(x) ln(2 |x|) far from it, as s / (3 + |s|); and at each of three
 *   steps (1, 1/4, 1/16) how near s lies to the two multiples of the step around it, so that a linear head learns a curve of
 *   straight pieces; a whole number also as a code
 * - a text: itself, in lower case, and its words; a boolean: itself; nothing: that there is nothing
 * - one constant, so that unit length loses nothing
 */
export default defineFeaturizer({
  id: 'hashed-cells',
  title: 'Hashed cells',
  summary: 'The cells of a table row, numbers as curves and texts as words, hashed to a vector. No weights.',
  reference: 'Weinberger et al. 2009; Gorishniy et al. 2022',
  version: 1,
  modality: 'table',
  width: 768,
  embed(row) {
    counts.clear();
    counts.add(hashText('constant') | 0, weights.constant);
    for (const [column, cell] of Object.entries(row)) addCell(column, cell);
    return counts.project(768, 2, 0);
  },
});

const counts = new HashedCounts();

/** Found on letter recognition and adult income. */
const weights = { constant: 1, number: 1, steps: [0.7, 0.7, 0.5], code: 0.3, text: 1, word: 0.7, missing: 1 } as const;
const steps = [1, 1 / 4, 1 / 16] as const;

function addCell(column: string, cell: Cell): void {
  if (cell === null) counts.add(feature(column, 'missing', ''), weights.missing);
  else if (typeof cell === 'number') addNumber(column, cell);
  else addText(column, String(cell));
}

function addNumber(column: string, value: number): void {
  const s = Math.asinh(value);
  counts.add(feature(column, 'number', ''), (weights.number * s) / (3 + Math.abs(s)));
  for (const [i, step] of steps.entries()) {
    const place = s / step;
    const below = Math.floor(place);
    const share = place - below;
    counts.add(feature(column, `step ${i}`, String(below)), (weights.steps[i] as number) * (1 - share));
    counts.add(feature(column, `step ${i}`, String(below + 1)), (weights.steps[i] as number) * share);
  }
  if (Number.isInteger(value)) counts.add(feature(column, 'code', String(value)), weights.code);
}

function addText(column: string, text: string): void {
  const lower = text.normalize('NFKC').trim().toLowerCase();
  counts.add(feature(column, 'text', lower), weights.text);
  const words = lower.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.length < 2 || words.length > 50) return;
  for (const word of words) counts.add(feature(column, 'word', word), weights.word);
}

function feature(column: string, kind: string, value: string): number {
  // the counts keep signed numbers
  return hashText(`${column}\0${kind}\0${value}`) | 0;
}
