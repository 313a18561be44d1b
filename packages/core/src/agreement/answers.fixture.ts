import fc from 'fast-check';
import { quantile } from '../metrics/quantile.ts';
import { createRandom, type Random } from '../random.ts';
import { shuffled } from '../shuffled.ts';
import type { Answers } from './answers.ts';

/** A row per item, a column per annotator; undefined = no answer. */
export type Table<Value = number> = readonly (readonly (Value | undefined)[])[];

/** A table from text: `'0 . 1'` is an item the second annotator has not answered. */
export function tableOf(...rows: string[]): Table {
  return rows.map((row) => row.split(' ').map((cell) => (cell === '.' ? undefined : Number(cell))));
}

export function answersOf<Value = number>(table: Table<Value>): Answers<Value> {
  const cells = table.flatMap((row, item) =>
    row.flatMap((value, annotator) => (value === undefined ? [] : [{ item, annotator, value }])),
  );
  return {
    items: Int32Array.from(cells, ({ item }) => item),
    annotators: Int32Array.from(cells, ({ annotator }) => annotator),
    values: cells.map(({ value }) => value),
  };
}

/** Tables of 2 to 12 items and 2 to 5 annotators with classes 0 to 3, a third of the answers missing. */
export const someTable: fc.Arbitrary<Table> = fc
  .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 5 }))
  .chain(([items, annotators]) => {
    const cell = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 2 });
    const row = fc.array(cell, { minLength: annotators, maxLength: annotators });
    return fc.array(row, { minLength: items, maxLength: items });
  });

/** Numbers 0 to n - 1 in another order. */
export function permutation(n: number, seed: number): Uint32Array {
  return shuffled(
    Uint32Array.from({ length: n }, (_, i) => i),
    n,
    createRandom(seed),
  );
}

/** The table with its rows, columns and answers in another order, and its values renamed. */
export function mixedUp(table: Table, seed: number, rename: (value: number) => number): Answers {
  const columns = permutation(table[0]?.length ?? 0, seed + 1);
  const rows = Array.from(permutation(table.length, seed), (row) => table[row] ?? []);
  const renamed = rows.map((row) =>
    Array.from(columns, (column) => (row[column] === undefined ? undefined : rename(row[column]))),
  );
  const { items, annotators, values } = answersOf(renamed);
  const order = Array.from(permutation(items.length, seed + 2));
  return {
    items: Int32Array.from(order, (place) => items[place] as number),
    annotators: Int32Array.from(order, (place) => annotators[place] as number),
    values: order.map((place) => values[place] as number),
  };
}

/** The middle 95 % of a statistic of tables whose rows are drawn from the rows of this one. */
export function middleOfTables<Value>(
  table: Table<Value>,
  statistic: (table: Table<Value>) => number | undefined,
  { random, resamples }: { random: Random; resamples: number },
): { low: number; high: number } {
  const values: number[] = [];
  while (values.length < resamples) {
    const value = statistic(table.map(() => table[Math.floor(random.next() * table.length)] ?? []));
    if (value !== undefined) values.push(value);
  }
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Only the rows with at least two answers. */
export function sharedRows<Value>(table: Table<Value>): Table<Value> {
  return table.filter((row) => row.filter((value) => value !== undefined).length >= 2);
}
