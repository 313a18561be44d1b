import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import prototypeMargin from './prototype-margin.ts';

describe('prototype-margin', () => {
  it('asks the row between two prototypes first, by hand', async () => {
    // prototypes (1, 0) and (0, 1); squared distances of unit rows are 2 - 2 cos
    const embeddings = Float32Array.of(3, 0, 0, 2, 5, 5, 4, 3, 7, 0);
    const from = pool({ embeddings, columns: 2, labelled: [0, 1], labels: [0, 1] });
    const { rows, utilities } = await select(prototypeMargin, from, 3, { options: { temperature: 1 } });
    expect([...rows]).toEqual([2, 3, 4]);
    // logits -0.4 and -0.8; then 0 and -2
    const gap = (lead: number): number => 1 - (1 - Math.exp(-lead)) / (1 + Math.exp(-lead));
    expect(utilities[0]).toBeCloseTo(1, 6);
    expect(utilities[1]).toBeCloseTo(gap(0.4), 6);
    expect(utilities[2]).toBeCloseTo(gap(2), 6);
  });

  it('agrees with plain lists, whatever the class numbers are', async () => {
    const embeddings = cloud(100, 6, { groups: 5 });
    const labelled = Array.from({ length: 30 }, (_, i) => 2 * i);
    const labels = labelled.map((_, i) => [7, 0, 3][i % 3] as number);
    const from = pool({ embeddings, columns: 6, labelled, labels });
    const unit = (i: number): number[] => {
      const row = [...embeddings.subarray(6 * i, 6 * i + 6)];
      return row.map((value) => value / Math.hypot(...row));
    };
    const means = [0, 3, 7].map((label) => {
      const own = labelled.filter((_, i) => labels[i] === label).map(unit);
      return own[0]?.map((_, d) => own.reduce((sum, row) => sum + (row[d] as number), 0) / own.length) as number[];
    });
    const expected = [...from.candidates].map((i) => {
      const likelihoods = means.map((mean) =>
        Math.exp(-unit(i).reduce((sum, value, d) => sum + (value - (mean[d] as number)) ** 2, 0) / 0.2),
      );
      const sum = likelihoods.reduce((a, b) => a + b);
      const [first, second] = likelihoods.toSorted((a, b) => b - a) as [number, number];
      return { i, utility: 1 - (first - second) / sum };
    });
    expected.sort((a, b) => b.utility - a.utility);
    const { rows, utilities } = await select(prototypeMargin, from, 70, { options: { temperature: 0.2 } });
    expect([...rows]).toEqual(expected.map(({ i }) => i));
    for (const [rank, utility] of utilities.entries())
      expect(utility).toBeCloseTo(expected[rank]?.utility as number, 5);
  });

  it('asks what is least like the only class, while there is but one', async () => {
    const embeddings = Float32Array.of(1, 0, 1, 0.1, 0, 1, -1, 0);
    const { rows, utilities } = await select(prototypeMargin, pool({ embeddings, columns: 2, labelled: [0] }), 3);
    expect([...rows]).toEqual([3, 2, 1]);
    expect(utilities[0]).toBeCloseTo(1, 6);
    expect(utilities[1]).toBeCloseTo(0.5, 6);
  });

  it('takes rows of zeros, and says that it needs labels', async () => {
    const zeros = pool({ embeddings: new Float32Array(20), columns: 2, labelled: [0, 1], labels: [0, 1] });
    const { utilities } = await select(prototypeMargin, zeros, 8);
    expect([...utilities]).toEqual(new Array(8).fill(1));
    const error: unknown = await select(prototypeMargin, pool({ embeddings: cloud(9, 2), columns: 2 }), 2).catch(
      (reason: unknown) => reason,
    );
    expect(isAlaasError(error, 'INVALID_LABELS')).toBe(true);
  });
});
