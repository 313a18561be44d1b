import { AlaasError, type SignalName } from '@alaas/core';

/** What a column of a table holds. */
export interface TableColumn {
  readonly name: string;
  readonly holds: 'numbers' | 'lists' | 'something else';
}

/** Which columns are the matrix: one of lists, or several of one number each. */
export type ChosenColumns = { readonly list: string } | { readonly numbers: readonly string[] };

/**
 * The columns of a table that hold a signal: the column of lists with the signal's name, else the only column of lists,
 * else all columns if each holds numbers.
 *
 * @throws AlaasError `INVALID_REQUEST` naming the columns when it cannot be told
 */
export function chooseColumns(columns: readonly TableColumn[], signal: SignalName, file: string): ChosenColumns {
  const lists = columns.filter(({ holds }) => holds === 'lists');
  const list = lists.find(({ name }) => name === signal) ?? (lists.length === 1 ? lists[0] : undefined);
  if (list !== undefined) return { list: list.name };
  if (columns.length > 0 && columns.every(({ holds }) => holds === 'numbers')) {
    return { numbers: columns.map(({ name }) => name) };
  }
  const found = columns.map(({ name, holds }) => `${name} (${holds})`).join(', ') || 'none';
  throw new AlaasError(
    'INVALID_REQUEST',
    `${file} has the columns ${found}. Give one column of lists of numbers, called "${signal}" if there are several, or columns of numbers only.`,
  );
}
