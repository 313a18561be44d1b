import type { InspectedColumn } from '@alaas/core';
import { valueText } from './value-text.ts';

/** What the values of a column are like, over the rows that are looked at. */
export interface ColumnValues {
  readonly name: string;
  readonly holds: InspectedColumn['holds'];
  /** Rows with a value here. */
  readonly filled: number;
  /** How often each value comes, in order of first appearance; stops growing at {@link mostDistinct}. */
  readonly counts: ReadonlyMap<string, number>;
  /** Of the values, in [0, 1]: those that look like a URI or path, and those with several words. */
  readonly uriShare: number;
  readonly wordsShare: number;
  /** Of the values that are lists of numbers, or texts of many numbers. */
  readonly seriesShare: number;
  /** Mean, in UTF-16 code units. */
  readonly length: number;
}

/** Different values that are told apart. */
const mostDistinct = 10_000;

/** @param values of one column, row by row; undefined, null and empty texts are absent ones */
export function columnValues(name: string, values: readonly unknown[]): ColumnValues {
  const counts = new Map<string, number>();
  const kinds = new Map<InspectedColumn['holds'], number>();
  let [filled, uris, words, series, length] = [0, 0, 0, 0, 0];
  for (const value of values) {
    if (value === undefined || value === null || value === '') continue;
    filled++;
    const text = valueText(value);
    length += text.length;
    const kind = kindOf(value);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (isUriLike(text)) uris++;
    if (/\S\s+\S/.test(text) && kind === 'text') words++;
    if (isSeries(value, text)) series++;
    const known = counts.get(text);
    if (known !== undefined || counts.size < mostDistinct) counts.set(text, (known ?? 0) + 1);
  }
  const share = (count: number): number => (filled === 0 ? 0 : count / filled);
  return {
    name,
    holds: holdsOf(kinds, filled),
    filled,
    counts,
    uriShare: share(uris),
    wordsShare: share(words),
    seriesShare: share(series),
    length: share(length),
  };
}

function kindOf(value: unknown): InspectedColumn['holds'] {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'object';
  const text = String(value).trim();
  if (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text)) return 'number';
  return /^(true|false)$/i.test(text) ? 'boolean' : 'text';
}

/** The kind that all values have; of mixed ones, text. */
function holdsOf(kinds: ReadonlyMap<InspectedColumn['holds'], number>, filled: number): InspectedColumn['holds'] {
  if (filled === 0) return 'empty';
  const [only] = kinds.keys();
  return kinds.size === 1 && only !== undefined ? only : 'text';
}

/** A URI with its scheme, an absolute or relative path with an ending, or a file name: no blanks around, and no sentence. */
function isUriLike(text: string): boolean {
  if (/^([a-z][a-z0-9+.-]+:\/\/|file:)\S+$/i.test(text)) return true;
  if (text.length > 1024 || /[\n\t]|^\s|\s$|[.,;:!?]\s/.test(text)) return false;
  return /^[^\s]?[^\n]*[^\s.]\.[a-z][a-z0-9]{1,4}$/i.test(text) && text.split(/\s+/).length <= 4;
}

/** Numbers that a list or text needs to be taken for a series. */
const fewestNumbers = 8;

function isSeries(value: unknown, text: string): boolean {
  if (Array.isArray(value)) return value.length >= fewestNumbers && value.every((part) => typeof part === 'number');
  if (typeof value !== 'string' || text.length > 100_000) return false;
  const parts = text
    .replace(/^\s*\[|\]\s*$/g, '')
    .trim()
    .split(/[\s,;]+/);
  return parts.length >= fewestNumbers && parts.every((part) => kindOf(part) === 'number');
}
