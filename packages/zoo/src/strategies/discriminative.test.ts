import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import discriminative from './discriminative.ts';

/**
 * P(open) of every row by the same loss in its one-column form, by plain gradient descent in float64. The two columns of
 * the softmax are each other's negative at the optimum, so that l2 / 2 |w|^2 of both is l2 / 4 |v|^2 of their difference.
 */
function chances(data: Float32Array, columns: number, known: readonly number[], l2: number): number[] {
  const rows = Array.from({ length: data.length / columns }, (_, i) => [
    ...data.subarray(i * columns, (i + 1) * columns),
  ]);
  const mean = rows[0]?.map((_, d) => rows.reduce((sum, row) => sum + (row[d] as number), 0) / rows.length) as number[];
  const centred = rows.map((row) => row.map((value, d) => value - (mean[d] as number)));
  const length = centred.reduce((sum, row) => sum + row.reduce((s, v) => s + v * v, 0), 0) / rows.length;
  const x = centred.map((row) => row.map((value) => value / Math.sqrt(length)));
  const v = mean.map(() => 0);
  let bias = 0;
  const chance = (row: readonly number[]): number =>
    1 / (1 + Math.exp(-bias - row.reduce((sum, value, d) => sum + value * (v[d] as number), 0)));
  for (let step = 0; step < 60_000; step++) {
    const slope = v.map((value) => (l2 / 2) * value);
    let slopeOfBias = 0;
    for (const [i, row] of x.entries()) {
      const isOpen = !known.includes(i);
      const weight = 0.5 / (isOpen ? rows.length - known.length : known.length);
      const error = weight * (chance(row) - (isOpen ? 1 : 0));
      slopeOfBias += error;
      for (const [d, value] of row.entries()) slope[d] = (slope[d] as number) + error * value;
    }
    bias -= 2 * slopeOfBias;
    for (const [d, part] of slope.entries()) v[d] = (v[d] as number) - 2 * part;
  }
  return x.map(chance);
}

describe('discriminative', () => {
  it('asks the rows on the far side of the labelled ones first', async () => {
    const line = Float32Array.from({ length: 21 }, (_, i) => i);
    const from = pool({ embeddings: line, columns: 1, labelled: [0, 1, 2] });
    const { rows } = await select(discriminative, from, 4, { options: { batches: 1 } });
    expect([...rows]).toEqual([20, 19, 18, 17]);
  });

  it('gives the chances that the same loss has by another method, in order of them', async () => {
    const columns = 3;
    const data = cloud(40, columns, { groups: 3, spread: 0.6 });
    const labelled = [0, 3, 6, 10];
    const expected = chances(data, columns, labelled, 0.05);
    const from = pool({ embeddings: data, columns, labelled });
    const { rows, utilities } = await select(discriminative, from, 36, { options: { batches: 1, l2: 0.05 } });
    const ranked = [...from.candidates].sort((i, j) => (expected[j] as number) - (expected[i] as number));
    for (const [rank, row] of ranked.entries()) {
      expect(utilities[rank]).toBeCloseTo(expected[row] as number, 3);
      expect(expected[rows[rank] as number]).toBeCloseTo(expected[row] as number, 3);
    }
    expect(rows[0]).toBe(ranked[0]);
  }, 30_000);

  it('counts what it has chosen as labelled in the next part', async () => {
    // two far sides: a single part takes one of them alone, where the classifier points
    const sides = Float32Array.from({ length: 44 }, (_, i) => (i < 4 ? 0 : i < 24 ? -10 : 10.5));
    const from = pool({ embeddings: sides, columns: 1, labelled: [0, 1, 2, 3] });
    const sideOf = (row: number): number => (row < 24 ? 0 : 1);
    const once = await select(discriminative, from, 2, { options: { batches: 1 } });
    expect(new Set([...once.rows].map(sideOf)).size).toBe(1);
    const twice = await select(discriminative, from, 2, { options: { batches: 2 } });
    expect(new Set([...twice.rows].map(sideOf)).size).toBe(2);
  });

  it('draws the first part by the seed where nothing is labelled, and takes copies', async () => {
    const from = pool({ embeddings: new Float32Array(120).fill(3), columns: 3 });
    const one = await select(discriminative, from, 40, { seed: 1 });
    expect([...one.rows].sort((a, b) => a - b)).toEqual([...from.candidates]);
    expect((await select(discriminative, from, 40, { seed: 2 })).rows).not.toEqual(one.rows);
  });

  it('learns from a sample of a large pool, and scores all of it', async () => {
    const line = Float32Array.from({ length: 500 }, (_, i) => i);
    const from = pool({ embeddings: line, columns: 1, labelled: [0, 1, 2] });
    const { rows } = await select(discriminative, from, 3, { options: { batches: 1, sample: 20 } });
    expect([...rows]).toEqual([499, 498, 497]);
  });
});
