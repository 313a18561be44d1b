import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import gsx from './gsx.ts';
import kCenterGreedy from './k-center-greedy.ts';

describe('gsx', () => {
  it('asks the middle of a cross first, then its ends, by hand', async () => {
    const cross = Float32Array.of(-4, 0, 5, 0, 0.2, 0.1, 0, 7, 0, -6);
    const { rows, utilities } = await select(gsx, pool({ embeddings: cross, columns: 2 }), 5);
    // the mean is (0.24, 0.22); then the farthest from (0.2, 0.1) are (0, 7), (0, -6), (5, 0), (-4, 0)
    expect([...rows]).toEqual([2, 3, 4, 1, 0]);
    expect(utilities[0]).toBe(utilities[1]);
    expect(utilities[1]).toBeCloseTo(Math.hypot(0.2, 6.9), 4);
    expect(utilities[2]).toBeCloseTo(Math.hypot(0.2, 6.1), 4);
    expect(utilities[3]).toBeCloseTo(Math.hypot(4.8, 0.1), 4);
    expect(utilities[4]).toBeCloseTo(Math.hypot(4.2, 0.1), 4);
  });

  it('begins with the row of least squared distance to all, and goes on as distances written out say', async () => {
    const data = cloud(150, 3, { groups: 6 });
    const square = (i: number, j: number): number =>
      [0, 1, 2].reduce((sum, d) => sum + ((data[3 * i + d] as number) - (data[3 * j + d] as number)) ** 2, 0);
    const all = Array.from({ length: 150 }, (_, i) => i);
    const sums = all.map((i) => all.reduce((sum, j) => sum + square(i, j), 0));
    const chosen = [sums.indexOf(Math.min(...sums))];
    while (chosen.length < 25) {
      const nearest = all.map((i) => Math.min(...chosen.map((j) => square(i, j))));
      chosen.push(nearest.indexOf(Math.max(...nearest)));
    }
    const { rows } = await select(gsx, pool({ embeddings: data, columns: 3 }), 25);
    expect([...rows]).toEqual(chosen);
  });

  it('is k-center greedy once something is labelled', async () => {
    const from = pool({ embeddings: cloud(200, 4), columns: 4, labelled: [3, 9] });
    expect(await select(gsx, from, 20)).toEqual(await select(kCenterGreedy, from, 20));
  });

  it('draws the first of equal rows by the seed', async () => {
    const from = pool({ embeddings: new Float32Array(300).fill(3), columns: 3 });
    const firsts = await Promise.all([1, 2, 3, 4].map(async (seed) => (await select(gsx, from, 1, { seed })).rows[0]));
    expect(new Set(firsts).size).toBeGreaterThan(1);
  });

  it('refuses a row that is not finite by its number', async () => {
    const data = cloud(50, 3);
    data[7 * 3] = Number.NaN;
    await expect(select(gsx, pool({ embeddings: data, columns: 3 }), 5)).rejects.toThrow(/row 7 /i);
  });
});
