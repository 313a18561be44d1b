import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import badge from './badge.ts';

/** The gradients written out: [N] rows of K D numbers. */
function gradients(
  probabilities: Float32Array,
  classes: number,
  embeddings: Float32Array,
  columns: number,
): number[][] {
  return Array.from({ length: embeddings.length / columns }, (_, row) => {
    const p = [...probabilities.subarray(row * classes, (row + 1) * classes)];
    const likeliest = p.indexOf(Math.max(...p));
    const h = [...embeddings.subarray(row * columns, (row + 1) * columns)];
    return p.flatMap((value, c) => h.map((x) => (value - (c === likeliest ? 1 : 0)) * x));
  });
}

const squaredDistance = (a: number[], b: number[]): number =>
  a.reduce((sum, x, i) => sum + (x - (b[i] as number)) ** 2, 0);
const squaredLength = (a: number[]): number => a.reduce((sum, x) => sum + x * x, 0);

/** k-means++ seeding as it is written in textbooks. */
function naive(g: number[][], n: number, seed: number): number[] {
  const random = createRandom(seed);
  const lengths = g.map(squaredLength);
  const chosen = [lengths.indexOf(Math.max(...lengths))];
  const nearest = g.map((row) => squaredDistance(row, g[chosen[0] as number] as number[]));
  while (chosen.length < n) {
    let rest = random.next() * nearest.reduce((a, b) => a + b, 0);
    let next = 0;
    while (rest >= (nearest[next] as number) && next < g.length - 1) rest -= nearest[next++] as number;
    chosen.push(next);
    for (const [i, row] of g.entries())
      nearest[i] = Math.min(nearest[i] as number, squaredDistance(row, g[next] as number[]));
  }
  return chosen;
}

/** Sum of squared distances to the nearest chosen gradient. */
function potential(g: number[][], chosen: Iterable<number>): number {
  const centres = [...chosen].map((i) => g[i] as number[]);
  return g.reduce((sum, row) => sum + Math.min(...centres.map((c) => squaredDistance(row, c))), 0);
}

describe('badge', () => {
  it('draws the second and third item as often as the squared distances of the gradients say', async () => {
    const embeddings = cloud(6, 3, { seed: 4 });
    const probabilities = likelihoods(6, 4, 2);
    const g = gradients(probabilities, 4, embeddings, 3);
    const from = pool({ embeddings, columns: 3, probabilities, classes: 4 });
    const counts = new Map<string, number>();
    const runs = 6000;
    for (let seed = 0; seed < runs; seed++) {
      const key = [...(await select(badge, from, 3, { seed })).rows].join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const lengths = g.map(squaredLength);
    const first = lengths.indexOf(Math.max(...lengths));
    const apart = (i: number, j: number): number => squaredDistance(g[i] as number[], g[j] as number[]);
    const chance = (item: number, of: readonly number[]): number => {
      const mass = (i: number): number => Math.min(...of.map((j) => apart(i, j)));
      return mass(item) / g.reduce((sum, _, i) => sum + mass(i), 0);
    };
    let total = 0;
    for (let second = 0; second < 6; second++) {
      for (let third = 0; third < 6; third++) {
        if (new Set([first, second, third]).size < 3) continue;
        const p = chance(second, [first]) * chance(third, [first, second]);
        const seen = counts.get([first, second, third].join()) ?? 0;
        total += seen;
        // 4.5 standard deviations of a binomial count: one of 20 such counts is off by chance in 7,000 trials
        expect(Math.abs(seen - runs * p)).toBeLessThan(4.5 * Math.sqrt(runs * p * (1 - p)) + 1);
      }
    }
    expect(total).toBe(runs);
  });

  it('leaves the potential of the written-out algorithm over many seeds', async () => {
    const embeddings = cloud(500, 5, { groups: 12, spread: 0.4 });
    const probabilities = likelihoods(500, 4);
    const g = gradients(probabilities, 4, embeddings, 5);
    const from = pool({ embeddings, columns: 5, probabilities, classes: 4 });
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let seed = 0; seed < 30; seed++) {
      ours.push(potential(g, (await select(badge, from, 40, { seed })).rows));
      theirs.push(potential(g, naive(g, 40, seed)));
    }
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const variance = (values: number[]): number => mean(values.map((v) => (v - mean(values)) ** 2));
    const error = Math.sqrt((variance(ours) + variance(theirs)) / 30);
    expect(Math.abs(mean(ours) - mean(theirs))).toBeLessThan(3.5 * error);
  });

  it('asks the longest gradient first', async () => {
    const embeddings = cloud(200, 4, { seed: 9 });
    const probabilities = likelihoods(200, 3, 9);
    const lengths = gradients(probabilities, 3, embeddings, 4).map(squaredLength);
    const { rows, utilities } = await select(badge, pool({ embeddings, columns: 4, probabilities, classes: 3 }), 5);
    expect(rows[0]).toBe(lengths.indexOf(Math.max(...lengths)));
    expect([...utilities]).toEqual([5, 4, 3, 2, 1]);
  });

  it('asks every candidate once, and no labelled row, when the budget is all of them', async () => {
    const from = pool({
      embeddings: cloud(300, 4),
      columns: 4,
      probabilities: likelihoods(300, 3),
      classes: 3,
      labelled: [0, 7, 150, 299],
    });
    const { rows } = await select(badge, from, 296);
    expect([...rows].sort((a, b) => a - b)).toEqual([...from.candidates]);
  });

  it('asks each different gradient before it asks a copy', async () => {
    const different = cloud(4, 3, { seed: 3 });
    const likely = likelihoods(4, 2, 3);
    const embeddings = Float32Array.from(
      { length: 80 * 3 },
      (_, i) => different[(Math.floor(i / 3) % 4) * 3 + (i % 3)] as number,
    );
    const probabilities = Float32Array.from(
      { length: 160 },
      (_, i) => likely[(Math.floor(i / 2) % 4) * 2 + (i % 2)] as number,
    );
    const { rows } = await select(badge, pool({ embeddings, columns: 3, probabilities, classes: 2 }), 60);
    expect(new Set([...rows.subarray(0, 4)].map((row) => row % 4)).size).toBe(4);
    expect(new Set(rows).size).toBe(60);
  });

  it('fills up by the seed where no gradient is left: sure rows, zero rows, one class', async () => {
    const sure = Float32Array.from({ length: 100 }, (_, i) => (i + 1) % 2);
    for (const [probabilities, classes, embeddings] of [
      [sure, 2, cloud(50, 3)],
      [likelihoods(50, 2), 2, new Float32Array(150)],
      [new Float32Array(50).fill(1), 1, cloud(50, 3)],
    ] as const) {
      const from = pool({ embeddings, columns: 3, probabilities, classes });
      const one = await select(badge, from, 20, { seed: 1 });
      const two = await select(badge, from, 20, { seed: 2 });
      expect(new Set(one.rows).size).toBe(20);
      expect(one.rows).not.toEqual(two.rows);
    }
  });

  it('asks the one row of a pool of one', async () => {
    const from = pool({
      embeddings: Float32Array.of(1, 2),
      columns: 2,
      probabilities: Float32Array.of(0.5, 0.5),
      classes: 2,
    });
    expect([...(await select(badge, from, 1)).rows]).toEqual([0]);
  });

  it('refuses a row that is not finite by its number', async () => {
    const embeddings = cloud(50, 3);
    embeddings[31 * 3] = Number.POSITIVE_INFINITY;
    const from = pool({ embeddings, columns: 3, probabilities: likelihoods(50, 2), classes: 2 });
    await expect(select(badge, from, 5)).rejects.toThrow(/Row 31 /);
  });
});
