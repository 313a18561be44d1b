import type { Columns, InspectedColumn, Inspection } from '@alaas/core';
import type { ColumnValues } from './column-values.ts';
import { isLabelLike, labelScore } from './label-column.ts';
import { modalityOfName } from './modality-of-name.ts';

type Guess = Inspection['guess'];
type Role = keyof Guess;

/** What each column seems to be. */
export interface GuessedColumns {
  readonly guess: Guess;
  /** Why, by the column's name. */
  readonly why: ReadonlyMap<string, { readonly role: Role | null; readonly why: string }>;
}

const names: Readonly<Record<'id' | 'uri' | 'text', RegExp>> = {
  id: /^(_?id|uid|uuid|guid|key|index|row_?id|item_?id|record_?id|sample_?id|example_?id)$/i,
  uri: /^(uri|url|path|file|files?_?(name|path)|image|img|photo|picture|audio|sound|recording|(image|img|audio|file|photo)_?(url|uri|path|file|name))$/i,
  text: /^(text|sentence|content|document|doc|review|message|sms|body|comment|tweet|post|title|question|query|utterance|abstract|summary|description|headline|article|paragraph|transcript|v2)$/i,
};

/**
 * Guesses which column is the id, which one holds the content (a URI or a text, never both), and which one known labels. What
 * is given is not guessed again.
 *
 * @param columns in the order of the file
 * @param rows that were looked at
 */
export function guessColumns(columns: readonly ColumnValues[], rows: number, given: Columns = {}): GuessedColumns {
  const why = new Map<string, { role: Role | null; why: string }>();
  const guess: Guess = {};
  const take = (role: Role, column: ColumnValues | undefined, reason: (column: ColumnValues) => string): void => {
    const named = columns.find(({ name }) => name === given[role]);
    const chosen = named ?? (given[role] === undefined ? column : undefined);
    if (chosen === undefined || why.has(chosen.name)) return;
    guess[role] = chosen.name;
    why.set(chosen.name, { role, why: named === undefined ? reason(chosen) : 'You said so.' });
  };
  const wantsText = given.text !== undefined;
  const wantsUri = given.uri !== undefined;
  const uri = wantsText ? undefined : best(columns, uriScore);
  const text = wantsUri ? undefined : best(columns, textScore);
  // an address beside a text is where the text comes from, unless it leads to a picture or a sound
  const isUri = wantsUri || (!wantsText && uri !== undefined && (text === undefined || leadsToMedia(uri)));
  if (isUri) take('uri', uri, (column) => `${percent(column.uriShare)} of its values look like addresses or paths.`);
  else take('text', text, textReason);
  const left = columns.filter(({ name }) => !why.has(name));
  take('label', best(left, labelScore), ({ counts }) => `It has ${counts.size} values that come again and again.`);
  take(
    'id',
    best(
      columns.filter(({ name }) => !why.has(name)),
      (column) => idScore(column, rows),
    ),
    () => 'It is named like an id, and no value comes twice.',
  );
  for (const column of columns)
    if (!why.has(column.name)) why.set(column.name, { role: null, why: whyNot(column, rows) });
  return { guess, why };
}

/** The column of the highest score above zero; of equal ones the first. */
function best(columns: readonly ColumnValues[], score: (column: ColumnValues) => number): ColumnValues | undefined {
  let [found, highest]: [ColumnValues | undefined, number] = [undefined, 0];
  for (const column of columns) {
    const own = score(column);
    if (own > highest) [found, highest] = [column, own];
  }
  return found;
}

function uriScore({ name, filled, uriShare }: ColumnValues): number {
  if (filled === 0 || uriShare < 0.8) return 0;
  return (names.uri.test(name) ? 2 : 0) + uriShare;
}

/** Longer texts of several words are what people label; a name that says so outweighs length. */
function textScore({ name, holds, filled, uriShare, wordsShare, length, seriesShare }: ColumnValues): number {
  if (holds !== 'text' || filled === 0 || uriShare >= 0.8 || seriesShare >= 0.8) return 0;
  if (names.text.test(name)) return 10_000 + Math.min(length, 5000);
  return wordsShare >= 0.5 ? Math.min(length, 5000) : 0;
}

function idScore({ name, filled, counts, holds }: ColumnValues, rows: number): number {
  const isName = names.id.test(name);
  if (!isName || filled < rows || counts.size < filled || holds === 'list' || holds === 'object') return 0;
  return /^_?id$/i.test(name) ? 2 : 1;
}

function leadsToMedia({ counts }: ColumnValues): boolean {
  let media = 0;
  for (const value of counts.keys()) if (/image|audio/.test(modalityOfName(value) ?? '')) media++;
  return media >= counts.size / 2;
}

function textReason({ name, wordsShare, length }: ColumnValues): string {
  const own = `${percent(wordsShare)} of its values have several words, ${Math.round(length)} characters on average.`;
  return names.text.test(name) ? `Its name says so; ${own}` : own;
}

function whyNot(column: ColumnValues, rows: number): string {
  const { filled, counts, name } = column;
  if (filled === 0) return 'It is empty.';
  if (names.id.test(name) && (counts.size < filled || filled < rows)) {
    return 'It is named like an id, but some values are missing or come twice.';
  }
  return isLabelLike(column) ? 'It could be a label too.' : 'Nothing here is needed.';
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A column as the interface shows it. */
export function shownColumn(
  { name, holds, filled, counts }: ColumnValues,
  said: { readonly role: Role | null; readonly why: string },
): InspectedColumn {
  const samples = [...counts.keys()].slice(0, 5).map((value) => value.slice(0, 200));
  return { name, holds, samples, filled, distinct: counts.size, ...said };
}
