import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import contrastive from './contrastive.ts';

describe('contrastive', () => {
  it('asks the row whose distribution is farthest from that of the nearest labelled one, by hand', async () => {
    // rows 0 and 10 are labelled; 1 and 2 lie near row 0, 9 near row 10
    const embeddings = Float32Array.of(0, 10, 1, 2, 9);
    const probabilities = Float32Array.of(1, 0, 0, 1, 1, 0, 0.5, 0.5, 0.75, 0.25);
    const from = pool({ embeddings, columns: 1, probabilities, classes: 2, labelled: [0, 1] });
    const { rows, utilities } = await select(contrastive, from, 3, { options: { neighbours: 1 } });
    expect([...rows]).toEqual([4, 3, 2]);
    expect(utilities[0]).toBeCloseTo(Math.log(4), 6);
    expect(utilities[1]).toBeCloseTo(Math.log(2), 6);
    expect(utilities[2]).toBeCloseTo(0, 6);
  });

  it('agrees with all pairs written out, over labelled neighbours only', async () => {
    const embeddings = cloud(90, 3);
    const probabilities = likelihoods(90, 4);
    const labelled = Array.from({ length: 25 }, (_, i) => 3 * i + 1);
    const row = (i: number, data: Float32Array, width: number): number[] => [
      ...data.subarray(i * width, (i + 1) * width),
    ];
    const from = pool({ embeddings, columns: 3, probabilities, classes: 4, labelled });
    const expected = [...from.candidates].map((i) => {
      const distance = (j: number): number =>
        Math.hypot(...row(i, embeddings, 3).map((value, d) => value - (row(j, embeddings, 3)[d] as number)));
      const nearest = labelled.toSorted((a, b) => distance(a) - distance(b)).slice(0, 10);
      const own = row(i, probabilities, 4);
      const divergences = nearest.map((j) =>
        row(j, probabilities, 4).reduce((sum, p, c) => sum + p * Math.log(p / (own[c] as number)), 0),
      );
      return { i, utility: divergences.reduce((a, b) => a + b) / 10 };
    });
    expected.sort((a, b) => b.utility - a.utility);
    const { rows, utilities } = await select(contrastive, from, 65);
    expect([...rows]).toEqual(expected.map(({ i }) => i));
    for (const [rank, utility] of utilities.entries())
      expect(utility).toBeCloseTo(expected[rank]?.utility as number, 8);
  });

  it('never compares a row with itself or with a copy that has no label', async () => {
    // rows 1 and 2 are copies of each other and say the same; only row 0 is labelled, and says otherwise
    const embeddings = Float32Array.of(0, 5, 5, 1);
    const probabilities = Float32Array.of(1, 0, 0.1, 0.9, 0.1, 0.9, 1, 0);
    const from = pool({ embeddings, columns: 1, probabilities, classes: 2, labelled: [0] });
    const { rows, utilities } = await select(contrastive, from, 3);
    expect([...rows.subarray(0, 2)].sort()).toEqual([1, 2]);
    expect(utilities[0]).toBeCloseTo(Math.log(10), 5);
    expect(utilities[2]).toBeCloseTo(0, 6);
  });

  it('gives a finite utility where the model excludes what its neighbours say', async () => {
    const probabilities = Float32Array.of(1, 0, 0, 1, 1, 0);
    const from = pool({ embeddings: Float32Array.of(0, 1, 2), columns: 1, probabilities, classes: 2, labelled: [0] });
    const { rows, utilities } = await select(contrastive, from, 2);
    expect([...rows]).toEqual([1, 2]);
    expect(utilities[0]).toBeCloseTo(-Math.log(1e-12), 6);
  });

  it('says that it needs a labelled item', async () => {
    const from = pool({ embeddings: cloud(9, 2), columns: 2, probabilities: likelihoods(9, 2), classes: 2 });
    const error: unknown = await select(contrastive, from, 2).catch((reason: unknown) => reason);
    expect(isAlaasError(error, 'INVALID_LABELS')).toBe(true);
    expect((error as Error).message).toMatch(/contrastive .* none is labelled/);
  });
});
