import { createRandom, type Matrix, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { choose, randomNumbers } from '../testing/run-strategy.ts';
import { toMatrix } from '../testing/select-rows.ts';
import mmc from './mmc.ts';

const none = matrix(new Float32Array(), 4);

function rowOf({ data, columns }: Matrix, row: number): number[] {
  return [...data.subarray(row * columns, (row + 1) * columns)].sort((a, b) => b - a);
}

/** Mistakes expected when the `count` likeliest labels are taken for true. */
function mistakes(sorted: readonly number[], count: number): number {
  return sorted.reduce((sum, p, j) => sum + (j < count ? 1 - p : p), 0);
}

describe('mmc', () => {
  const p = [
    [0.125, 0.875, 0.625, 0.25],
    [0.25, 0.25, 0.125, 0.375],
    [0.5, 1, 0, 0.5],
    [0.5, 0.5, 0.5, 0.5],
  ];

  it('takes labels above 1/2 for true where nothing is labelled', async () => {
    const signals = { labelProbabilities: toMatrix(p), labelSets: none };
    // 1/8 + 3/8 + 1/8 + 1/4; all four; 1/2 + 1/2; 4/2
    const { rows, utilities } = await choose(mmc, { size: 4, signals }, { n: 4 });
    expect(utilities).toEqual([2, 1, 1, 0.875]);
    expect([rows[0], rows[3]]).toEqual([3, 0]);
  });

  it('takes as many as labelled rows have where all have the same number', async () => {
    const signals = { labelProbabilities: toMatrix(p), labelSets: toMatrix([[1, 0, 1, 0]]) };
    const { rows, utilities } = await choose(mmc, { size: 4, signals, labelled: [3] }, { n: 3 });
    // of row 1 the two at 3/8 and 1/4: 5/8 + 3/4 + 1/4 + 1/8
    expect(rows).toEqual([1, 2, 0]);
    expect(utilities).toEqual([1.75, 1, 0.875]);
  });

  it('learns from the labelled rows how the probabilities tell the number of labels', async () => {
    const random = createRandom(3);
    const peaked = (): number[] => [0.9, 0.05, 0.05, 0.05].map((q) => q + random.next() / 50);
    const flat = (): number[] => [0.5, 0.48, 0.46, 0.05].map((q) => q + random.next() / 50);
    const items = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? peaked() : flat()));
    const labelled = Array.from({ length: 40 }, (_, i) => i);
    const sets = labelled.map((i) => (i % 2 === 0 ? [1, 0, 0, 0] : [1, 1, 1, 0]));
    const signals = { labelProbabilities: toMatrix(items), labelSets: toMatrix(sets) };
    const { rows, utilities } = await choose(mmc, { size: 60, signals, labelled }, { n: 20 });
    for (const [rank, row] of rows.entries()) {
      const expected = mistakes(rowOf(signals.labelProbabilities, row), row % 2 === 0 ? 1 : 3);
      expect(utilities[rank]).toBeCloseTo(expected, 10);
    }
  });

  it('agrees with a regression by small plain steps', async () => {
    const [size, known, columns] = [150, 60, 5];
    const labelProbabilities = matrix(
      Float32Array.from(randomNumbers(size * columns, 8), (u) => u ** 2),
      columns,
    );
    const labelled = Array.from({ length: known }, (_, i) => 2 * i);
    const draws = createRandom(5);
    const sets = labelled.map((row) => rowOf(labelProbabilities, row).map((q) => (draws.next() < q ? 1 : 0)));
    const counts = sets.map((set) => set.reduce<number>((a, b) => a + b, 0));
    const shares = (row: number): number[] => {
      const sorted = rowOf(labelProbabilities, row);
      const sum = sorted.reduce((a, b) => a + b, 0);
      return [...sorted.map((q) => q / sum), 1];
    };
    const scores = plainRegression(labelled.map(shares), counts);
    const signals = { labelProbabilities, labelSets: toMatrix(sets) };
    const open = size - known;
    const { rows, utilities } = await choose(mmc, { size, signals, labelled }, { n: open });
    const numbers = new Set<number>();
    for (const [rank, row] of rows.entries()) {
      const best = scores(shares(row));
      numbers.add(best);
      expect(utilities[rank]).toBeCloseTo(mistakes(rowOf(labelProbabilities, row), best), 10);
    }
    expect(numbers.size).toBeGreaterThan(1);
  });
});

/** The likeliest count, by plain gradient descent on the summed loss plus half the squared weights. */
function plainRegression(features: number[][], counts: number[]): (row: number[]) => number {
  const values = [...new Set(counts)];
  const width = features[0]?.length ?? 0;
  const w = values.map(() => Array<number>(width).fill(0));
  const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
  for (let step = 0; step < 20_000; step++) {
    const slope = w.map((own) => own.map((x, i) => (i === width - 1 ? 0 : x)));
    for (const [i, x] of features.entries()) {
      const e = w.map((own) => Math.exp(dot(own, x)));
      const sum = e.reduce((a, b) => a + b, 0);
      for (const [c, own] of slope.entries()) {
        const error = (e[c] as number) / sum - (values[c] === counts[i] ? 1 : 0);
        for (let k = 0; k < width; k++) own[k] = (own[k] as number) + error * (x[k] as number);
      }
    }
    for (const [c, own] of w.entries()) {
      for (let k = 0; k < width; k++) own[k] = (own[k] as number) - 0.01 * (slope[c]?.[k] as number);
    }
  }
  return (row) => {
    const scores = w.map((own) => dot(own, row));
    return values[scores.indexOf(Math.max(...scores))] as number;
  };
}
