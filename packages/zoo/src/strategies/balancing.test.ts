import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import balancing from './balancing.ts';

describe('balancing', () => {
  it('asks what is near the rare class and far from the frequent one, by hand', async () => {
    // class 0: rows at 0, 1, 2, 3, mean 1.5; class 1: one row at 10
    const embeddings = Float32Array.of(0, 1, 2, 3, 10, 4, 9, 12, 6, 30);
    const from = pool({ embeddings, columns: 1, labelled: [0, 1, 2, 3, 4], labels: [0, 0, 0, 0, 1] });
    const { rows, utilities } = await select(balancing, from, 3);
    // ratios: 36 / 6.25, 1 / 56.25, 4 / 110.25, 16 / 20.25, 400 / 812.25
    expect([...rows]).toEqual([6, 7, 9]);
    expect([...utilities]).toEqual([3, 2, 1]);
  });

  it.each([1, 2, 3])('makes each pick as its rule says, random data %d', async (seed) => {
    const width = 3;
    const embeddings = cloud(200, width, { groups: 4, spread: 1.5, seed });
    const labelled = Array.from({ length: 40 }, (_, i) => i);
    const labels = labelled.map((i) => (i < 20 ? 0 : i < 32 ? 2 : i < 36 ? 3 : 5));
    const from = pool({ embeddings, columns: width, labelled, labels });
    const row = (i: number): number[] => [...embeddings.subarray(width * i, width * (i + 1))];
    const centres = [0, 2, 3, 5].map((label) => {
      const own = labelled.filter((_, i) => labels[i] === label).map(row);
      return row(0).map((_value, d) => own.reduce((sum, other) => sum + (other[d] as number), 0) / own.length);
    });
    const square = (i: number, c: number): number =>
      row(i).reduce((sum, value, d) => sum + (value - ((centres[c] as number[])[d] as number)) ** 2, 0);
    const counts = [20, 12, 4, 4];
    const n = 60;
    const { rows } = await select(balancing, from, n, { seed });
    const open = new Set(from.candidates);
    let seeks = 0;
    for (const [rank, pick] of rows.entries()) {
      const average = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
      const mean = average(counts);
      const rare = counts.filter((count) => count < mean);
      const frequent = [0, 1, 2, 3].filter((c) => (counts[c] as number) >= mean);
      const missing = rare.length * (average(frequent.map((c) => counts[c] as number)) - average(rare));
      if (rare.length > 0 && n - rank <= missing) {
        seeks++;
        const ratio = (i: number, c: number): number => square(i, c) / Math.min(...frequent.map((f) => square(i, f)));
        const rarest = [0, 1, 2, 3].filter((c) => counts[c] === Math.min(...counts));
        const best = rarest.map((c) => [...open].reduce((a, b) => (ratio(b, c) < ratio(a, c) ? b : a)));
        expect(best).toContain(pick);
      }
      open.delete(pick);
      const distances = [0, 1, 2, 3].map((c) => square(pick, c));
      const nearest = distances.indexOf(Math.min(...distances));
      counts[nearest] = (counts[nearest] as number) + 1;
    }
    expect(seeks).toBeGreaterThan(0);
  });

  it('asks at random when classes are level, and when more is asked than levels them', async () => {
    const embeddings = cloud(100, 2, { groups: 2 });
    for (const [labelled, labels, n] of [
      [[0, 1, 2, 3], [0, 1, 0, 1], 1],
      [[0], [0], 10],
      [[0, 1, 2], [0, 1, 0], 20],
    ] as const) {
      const from = pool({ embeddings, columns: 2, labelled, labels });
      const first = new Set<number>();
      for (let seed = 0; seed < 40; seed++) first.add((await select(balancing, from, n, { seed })).rows[0] as number);
      // 40 draws from almost 100 rows
      expect(first.size).toBeGreaterThan(20);
    }
  });

  it('orders ties by the seed: equal rows, and classes of one middle', async () => {
    const from = pool({
      embeddings: new Float32Array(80).fill(3),
      columns: 2,
      labelled: [0, 1, 2, 3],
      labels: [0, 0, 0, 1],
    });
    const one = await select(balancing, from, 2, { seed: 1 });
    expect((await select(balancing, from, 2, { seed: 2 })).rows).not.toEqual(one.rows);
    expect(new Set((await select(balancing, from, 36)).rows).size).toBe(36);
  });

  it('says that it needs labels', async () => {
    const error: unknown = await select(balancing, pool({ embeddings: cloud(9, 2), columns: 2 }), 2).catch(
      (reason: unknown) => reason,
    );
    expect(isAlaasError(error, 'INVALID_LABELS')).toBe(true);
  });
});
