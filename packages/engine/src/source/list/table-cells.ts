import { type Cell, fileModality, type TableRow } from '@alaas/core';

/**
 * The value of a cell of delimited text. A number is one that would be written the same way again, so that a code such as
 * `007` stays a text; nothing is null.
 */
export function cellOf(written: string): Cell {
  const text = written.trim();
  if (text === '') return null;
  const isNumber = /^[+-]?(0|[1-9]\d{0,14})?(\.\d{1,15})?(e[+-]?\d{1,3})?$/i.test(text) && /\d/.test(text);
  const value = isNumber ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : text;
}

/** Whether a value reads like the place of a content: then a column of them is more likely meant as URIs. */
export function looksLikePlace(value: unknown): boolean {
  if (typeof value !== 'string' || /\s/.test(value.trim())) return false;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) || fileModality(value) !== undefined;
}

/** The row of an object, or the name of a field that holds something else than a text, number, boolean or null. */
export function rowOf(object: Readonly<Record<string, unknown>>, names: readonly string[]): TableRow | string {
  const row: Record<string, Cell> = {};
  for (const name of names) {
    // a row may lack what others have, also where every object has something of the name
    const value = (Object.hasOwn(object, name) ? object[name] : null) ?? null;
    if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) return name;
    row[name] = value as Cell;
  }
  return row;
}

/** Names of the features among `names`: those asked for, or all but the id, the label, and what is called `label`. */
export function featureNames(
  names: readonly string[],
  features: 'all' | readonly string[],
  others: readonly (string | undefined)[],
): readonly string[] {
  if (features !== 'all') return features;
  return names.filter((name) => name !== '' && !others.includes(name) && name.toLowerCase() !== 'label');
}
