import { AlaasError, createRandom, isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { farthestFirst } from '../geometry/farthest-first.ts';
import { evaluate } from '../testing/evaluate.ts';
import { cloud, ignore, pool, select } from '../testing/pool.ts';
import kCenterGreedy from './k-center-greedy.ts';

function distance(data: Float32Array, columns: number, i: number, j: number): number {
  let sum = 0;
  for (let d = 0; d < columns; d++) sum += ((data[i * columns + d] as number) - (data[j * columns + d] as number)) ** 2;
  return Math.sqrt(sum);
}

/** The textbook loop: one distance row per pick. */
function textbook(
  data: Float32Array,
  columns: number,
  centres: readonly number[],
  picks: number,
): { rows: number[]; utilities: number[] } {
  const size = data.length / columns;
  const nearest = Array.from({ length: size }, (_, i) =>
    Math.min(...centres.map((c) => distance(data, columns, i, c))),
  );
  const rows: number[] = [];
  const utilities: number[] = [];
  for (let pick = 0; pick < picks; pick++) {
    const best = nearest.indexOf(Math.max(...nearest));
    rows.push(best);
    utilities.push(nearest[best] as number);
    for (let i = 0; i < size; i++) nearest[i] = Math.min(nearest[i] as number, distance(data, columns, i, best));
  }
  return { rows, utilities };
}

/** The distance of the row that is farthest from all of these. */
function radius(data: Float32Array, columns: number, centres: Iterable<number>): number {
  const all = [...centres];
  const size = data.length / columns;
  return Math.max(
    ...Array.from({ length: size }, (_, i) => Math.min(...all.map((c) => distance(data, columns, i, c)))),
  );
}

describe('k-center-greedy', () => {
  it('asks the corners of a square before its middle', async () => {
    const square = Float32Array.of(0, 0, 8, 8, 0, 8, 8, 0, 5, 4);
    const { rows, utilities } = await select(kCenterGreedy, pool({ embeddings: square, columns: 2, labelled: [0] }), 4);
    expect(rows[0]).toBe(1);
    expect([...rows.subarray(1, 3)].sort()).toEqual([2, 3]);
    expect(rows[3]).toBe(4);
    expect(utilities[0]).toBeCloseTo(Math.sqrt(128), 5);
    expect(utilities[1]).toBeCloseTo(8, 5);
    expect(utilities[2]).toBeCloseTo(8, 5);
    expect(utilities[3]).toBeCloseTo(5, 5);
  });

  it.each([
    ['a cloud', cloud(700, 6)],
    ['groups', cloud(700, 6, { groups: 9, spread: 0.3 })],
    ['groups far from zero', cloud(700, 6, { groups: 9, offset: 500 })],
  ])('asks what the textbook loop asks, in %s', async (_, data) => {
    const labelled = [3, 77, 500];
    const expected = textbook(data, 6, labelled, 90);
    const { rows, utilities } = await select(kCenterGreedy, pool({ embeddings: data, columns: 6, labelled }), 90);
    expect([...rows].sort()).toEqual(expected.rows.sort());
    for (const [i, utility] of expected.utilities.entries()) expect(utilities[i]).toBeCloseTo(utility, 3);
  });

  it('gives the same answer whatever the window, and more labelled rows than a product takes at once', async () => {
    const data = cloud(900, 5, { groups: 20 });
    const from = pool({ embeddings: data, columns: 5, labelled: Array.from({ length: 300 }, (_, i) => 3 * i) });
    const run = (window: number, n: number) =>
      farthestFirst({
        embeddings: from.embeddings,
        candidates: from.candidates,
        centres: from.labelled.rows,
        n,
        window,
        random: createRandom(1),
        compute: evaluate,
        checkpoint: ignore,
        progress: ignore,
      });
    const expected = textbook(data, 5, [...from.labelled.rows], 200);
    for (const window of [1, 3, 17, 200, 5000]) {
      const { rows } = await run(window, 200);
      expect([...rows].sort()).toEqual(expected.rows.toSorted());
    }
  });

  it('begins with a row drawn by the seed where nothing is labelled, and goes on as the textbook does', async () => {
    const data = cloud(400, 4, { groups: 5 });
    const from = pool({ embeddings: data, columns: 4 });
    const firsts = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const { rows, utilities } = await select(kCenterGreedy, from, 12, { seed });
      const first = rows[0] as number;
      firsts.add(first);
      expect([...rows.subarray(1)].sort()).toEqual(textbook(data, 4, [first], 11).rows.sort());
      expect(utilities[0]).toBe(utilities[1]);
    }
    expect(firsts.size).toBeGreaterThan(10);
  });

  it('asks one of the farthest rows each time in duplicates and ties, and none twice', async () => {
    const grid = Float32Array.from({ length: 2 * 400 }, (_, i) =>
      i % 2 === 0 ? (i >> 1) % 5 : (((i >> 1) % 35) / 5) | 0,
    );
    for (const n of [5, 20, 35, 60, 400]) {
      const { rows, utilities } = await select(kCenterGreedy, pool({ embeddings: grid, columns: 2, labelled: [] }), n);
      expect(new Set(rows).size).toBe(n);
      for (let i = 1; i < n; i++) expect(utilities[i]).toBeLessThanOrEqual(utilities[i - 1] as number);
      for (let i = 1; i < n; i++) {
        const chosen = rows.subarray(0, i);
        const own = Math.min(...[...chosen].map((j) => distance(grid, 2, rows[i] as number, j)));
        // ties may go to any of the farthest
        expect(own).toBeCloseTo(radius(grid, 2, chosen), 3);
      }
      if (n >= 35) expect(radius(grid, 2, rows)).toBe(0);
    }
  });

  it('orders rows that are all equal by the seed, far from zero too', async () => {
    for (const value of [0, 1, 12345.678]) {
      const from = pool({ embeddings: new Float32Array(90 * 3).fill(value), columns: 3 });
      const one = await select(kCenterGreedy, from, 90, { seed: 1 });
      const two = await select(kCenterGreedy, from, 90, { seed: 2 });
      expect(new Set(one.rows).size).toBe(90);
      expect(one.rows).not.toEqual(two.rows);
      expect([...one.utilities]).toEqual(Array.from({ length: 90 }, () => 0));
    }
  });

  it('asks the one row of a pool of one', async () => {
    const { rows, utilities } = await select(kCenterGreedy, pool({ embeddings: Float32Array.of(1, 2), columns: 2 }), 1);
    expect([...rows]).toEqual([0]);
    expect([...utilities]).toEqual([0]);
  });

  it('refuses a row that is not finite by its number', async () => {
    const data = cloud(50, 3);
    data[17 * 3 + 1] = Number.NaN;
    await expect(select(kCenterGreedy, pool({ embeddings: data, columns: 3 }), 5)).rejects.toThrow(/Row 17 /);
  });

  it('stops where the checkpoint throws', async () => {
    let calls = 0;
    const checkpoint = (): void => {
      calls++;
      if (calls > 2) throw new AlaasError('CANCELLED', 'The selection was cancelled.');
    };
    const work = select(kCenterGreedy, pool({ embeddings: cloud(600, 4), columns: 4 }), 100, { checkpoint });
    await expect(work).rejects.toSatisfy((error) => isAlaasError(error, 'CANCELLED'));
  });
});
