import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import clusterMargin from './cluster-margin.ts';

/** Groups on a line around 0, 100 and 200, of 6, 3 and 2 rows, and one far row. */
const line = Float32Array.of(0, 1, 2, 3, 4, 5, 100, 101, 102, 200, 201, 1000);

/** Rows of two classes with these margins 1 - (p(1) - p(2)). */
const withMargins = (margins: readonly number[]): Float32Array =>
  Float32Array.from(margins.flatMap((m) => [1 - m / 2, m / 2]));

describe('cluster-margin', () => {
  it('asks unsure rows in turn, those of the cluster with the fewest of them first, by hand', async () => {
    // the 8 most unsure: 4 around 0, 3 around 100, 1 around 200
    const probabilities = withMargins([0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.8, 0.8, 0.8, 0.7, 0.1, 0.2]);
    const from = pool({ embeddings: line, columns: 1, probabilities, classes: 2 });
    const options = { factor: 2, clusters: 4 };
    const seen = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const { rows, utilities } = await select(clusterMargin, from, 4, { options, seed });
      expect(rows[0]).toBe(9);
      expect([6, 7, 8]).toContain(rows[1]);
      expect([0, 1, 2, 3]).toContain(rows[2]);
      expect([6, 7, 8]).toContain(rows[3]);
      expect(rows[3]).not.toBe(rows[1]);
      expect([...utilities]).toEqual([4, 3, 2, 1]);
      seen.add(rows[2] as number);
    }
    // drawn uniformly: one of four is missed in 20 draws with a chance of 4 (3/4)^20 = 1.3%
    expect(seen.size).toBeGreaterThanOrEqual(3);
  });

  it('asks only items among the factor * B of smallest margin, and from as many clusters as there are', async () => {
    const [size, n] = [240, 12];
    const embeddings = cloud(size, 3, { groups: 8, spread: 0.05 });
    const probabilities = likelihoods(size, 3);
    const from = pool({ embeddings, columns: 3, probabilities, classes: 3, labelled: [1, 2] });
    const margin = (i: number): number => {
      const [first, second] = [...probabilities.subarray(3 * i, 3 * i + 3)].sort((a, b) => b - a);
      return 1 - (first as number) + (second as number);
    };
    const unsure = [...from.candidates].sort((a, b) => margin(b) - margin(a)).slice(0, 5 * n);
    for (const sample of [3000, 100]) {
      const { rows } = await select(clusterMargin, from, n, { options: { factor: 5, clusters: 8, sample } });
      expect([...rows].every((row) => unsure.includes(row))).toBe(true);
      // groups lie far apart, so that clusters are the groups, sampled or not: one of each comes first
      const groups = unsure.map((row) => row % 8);
      const sizes = (group: number): number => groups.filter((other) => other === group).length;
      const order = [...rows.subarray(0, new Set(groups).size)].map((row) => row % 8);
      expect(new Set(order)).toEqual(new Set(groups));
      expect(order.map(sizes)).toEqual(order.map(sizes).sort((a, b) => a - b));
    }
  });

  it('asks the whole pool once, copies among it', async () => {
    const embeddings = Float32Array.from({ length: 90 }, (_, i) => Math.floor(i / 3) % 4);
    const from = pool({ embeddings, columns: 3, probabilities: new Float32Array(60).fill(0.5), classes: 2 });
    const { rows } = await select(clusterMargin, from, 30);
    expect([...rows].sort((a, b) => a - b)).toEqual([...from.candidates]);
  });
});
