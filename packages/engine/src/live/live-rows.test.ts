import { hash } from 'node:crypto';
import { type Matrix, matrix } from '@alaas/core';
import { expect, it } from 'vitest';
import { LiveRows } from './live-rows.ts';

/** A store in which the content of a row is its number, as is its embedding, in shards of four rows. */
function store(rows: number, noted: [number, number][] = []) {
  let size = rows;
  const missing = new Set<number>();
  let unreadable: number | undefined;
  const source = {
    size: () => size,
    between: (start: number, end: number) =>
      Array.from({ length: Math.min(end, size) - start }, (_, i) => start + i)
        .filter((row) => !missing.has(row))
        .map((row) => ({
          ...{ row, id: `id ${row}`, content: row, sha256: hash('sha256', `${row}`, 'hex') },
          ...{ shard: Math.floor(row / 4), place: row % 4 },
        })),
    order: () => noted.slice(),
    join: (runs: readonly (readonly [number, number])[]) =>
      void noted.push(...runs.map(([a, b]): [number, number] => [a, b])),
    read: async (shard: number): Promise<Matrix> => {
      if (shard === unreadable) throw new Error('unreadable');
      return matrix(Float32Array.of(4 * shard, 4 * shard + 1, 4 * shard + 2, 4 * shard + 3), 1);
    },
    floats: (count: number) => new Float32Array(count),
  };
  return {
    ...{ source, missing, noted },
    grow: (to: number): void => {
      size = to;
    },
    spoil: (shard: number | undefined): void => {
      unreadable = shard;
    },
  };
}

const take = (rows: LiveRows, checkpoint = (): void => undefined): Promise<number> =>
  rows.take(checkpoint, () => undefined);

it('keeps its order in the store, and finds it there again', async () => {
  const { source, missing, noted, grow } = store(1000);
  missing.add(3).add(700);
  const rows = new LiveRows(source, 1);
  expect(await take(rows)).toBe(998);
  missing.delete(700);
  grow(1003);
  expect(await take(rows)).toBe(4);
  missing.delete(3);
  expect(await take(rows)).toBe(1);
  expect(await take(rows)).toBe(0);
  expect(noted).toEqual([
    [0, 3],
    [4, 696],
    [701, 299],
    [700, 1],
    [1000, 3],
    [3, 1],
  ]);
  const again = new LiveRows(store(1003, noted).source, 1);
  expect(await take(again)).toBe(1003);
  expect(again.digest(1003)).toBe(rows.digest(1003));
  for (const [row, position] of [
    [2, 2],
    [4, 3],
    [701, 699],
    [700, 998],
    [1002, 1001],
    [3, 1002],
  ] as const) {
    for (const one of [rows, again]) {
      expect([one.positionOf(`id ${row}`), one.row(position), one.id(position)]).toEqual([position, row, `id ${row}`]);
      expect(one.embeddings(1003).data[position]).toBe(row);
      expect(one.sha256(position)).toBe(hash('sha256', `${row}`, 'hex'));
    }
  }
});

it('leaves out a row that lost its features, which the digest tells, and has it back in its place', async () => {
  const noted: [number, number][] = [[0, 6]];
  const { source, missing } = store(6, noted);
  missing.add(2);
  const rows = new LiveRows(source, 1);
  expect(await take(rows)).toBe(5);
  expect([...rows.embeddings(5).data]).toEqual([0, 1, 3, 4, 5]);
  const whole = new LiveRows(store(6).source, 1);
  await take(whole);
  expect(rows.digest(2)).toBe(whole.digest(2));
  expect(rows.digest(5)).not.toBe(whole.digest(5));
  missing.delete(2);
  expect(await take(rows)).toBe(1);
  const again = new LiveRows(store(6, noted).source, 1);
  expect(await take(again)).toBe(6);
  expect(again.digest(6)).toBe(whole.digest(6));
});

it('takes in nothing of what fails or is cancelled half-way', async () => {
  const { source, noted, spoil } = store(20);
  const rows = new LiveRows(source, 1);
  spoil(3);
  await expect(take(rows)).rejects.toThrow('unreadable');
  spoil(undefined);
  let steps = 0;
  const stop = (): void => {
    if (++steps === 3) throw new Error('stopped');
  };
  await expect(take(rows, stop)).rejects.toThrow('stopped');
  expect([rows.size, rows.positionOf('id 0'), noted]).toEqual([0, undefined, []]);
  expect(await take(rows)).toBe(20);
  expect([...rows.embeddings(20).data]).toEqual(Array.from({ length: 20 }, (_, i) => i));
});
