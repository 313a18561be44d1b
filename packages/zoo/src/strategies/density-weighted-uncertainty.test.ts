import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import dwus from './density-weighted-uncertainty.ts';

describe('density-weighted-uncertainty', () => {
  it('weighs the expected error with the density, by hand', async () => {
    // one cluster around 0, of squared distances 4, 1, 1, 4, 0: s^2 = 2
    const probabilities = Float32Array.of(0.5, 0.5, 0.75, 0.25, 0.5, 0.5, 1, 0, 1, 0);
    const from = pool({ embeddings: Float32Array.of(-2, -1, 1, 2, 0), columns: 1, probabilities, classes: 2 });
    const { rows, utilities } = await select(dwus, from, 5, { options: { clusters: 1 } });
    expect([...rows]).toEqual([2, 1, 0, 4, 3]);
    const expected = [Math.log(0.5) - 1 / 4, Math.log(0.25) - 1 / 4, Math.log(0.5) - 1];
    for (const [rank, utility] of expected.entries()) expect(utilities[rank]).toBeCloseTo(utility, 5);
  });

  it.each(['auto', 3])('agrees with the mixture written out, width %s', async (width) => {
    const embeddings = cloud(200, 3, { groups: 4, spread: 0.3, seed: 6 });
    const probabilities = likelihoods(200, 3, 5);
    const labelled = [5, 6, 7, 9];
    const from = pool({ embeddings, columns: 3, probabilities, classes: 3, labelled });
    const row = (i: number): number[] => [...embeddings.subarray(3 * i, 3 * i + 3)];
    const rows = [...from.candidates];
    const groups = [0, 1, 2, 3].map((group) => rows.filter((i) => i % 4 === group));
    const centres = groups.map((own) =>
      [0, 1, 2].map((d) => own.reduce((sum, i) => sum + (row(i)[d] as number), 0) / own.length),
    );
    const square = (i: number, k: number): number =>
      row(i).reduce((sum, value, d) => sum + (value - ((centres[k] as number[])[d] as number)) ** 2, 0);
    const measured = rows.reduce((sum, i) => sum + square(i, i % 4), 0) / rows.length / 3;
    const variance = width === 'auto' ? measured : 9;
    const expected = rows.map((i) => {
      const density = groups.reduce(
        (sum, own, k) => sum + (own.length / rows.length) * Math.exp(-square(i, k) / 2 / variance),
        0,
      );
      const error = 1 - Math.max(...probabilities.subarray(3 * i, 3 * i + 3));
      return { i, utility: Math.log(error * density) };
    });
    expected.sort((a, b) => b.utility - a.utility);
    const answer = await select(dwus, from, 60, { options: { clusters: 4, width } });
    expect([...answer.rows]).toEqual(expected.slice(0, 60).map(({ i }) => i));
    for (const [rank, utility] of answer.utilities.entries()) {
      expect(utility).toBeCloseTo(expected[rank]?.utility as number, 4);
    }
  });

  it('keeps the order of densities too small for a float', async () => {
    const wide = cloud(60, 400, { seed: 2 });
    // ever farther from the middle
    for (let i = 0; i < 60; i++)
      for (let d = 0; d < 400; d++) wide[400 * i + d] = (1 + i / 4) * (wide[400 * i + d] as number);
    const probabilities = new Float32Array(120).fill(0.5);
    const from = pool({ embeddings: wide, columns: 400, probabilities, classes: 2 });
    const { utilities } = await select(dwus, from, 60, { options: { clusters: 1, width: 0.1 } });
    expect(utilities[59]).toBeLessThan(-10_000);
    for (let i = 1; i < 60; i++) expect(utilities[i]).toBeLessThan(utilities[i - 1] as number);
  });

  it('takes rows whose squares are too small for a float', async () => {
    const tiny = cloud(40, 3).map((x) => 1e-20 * x);
    const from = pool({ embeddings: tiny, columns: 3, probabilities: likelihoods(40, 3), classes: 3 });
    expect((await select(dwus, from, 40)).utilities.every(Number.isFinite)).toBe(true);
  });

  it('takes rows that are all equal, and fewer rows than clusters', async () => {
    const probabilities = Float32Array.of(0.5, 0.5, 1, 0, 0.75, 0.25);
    const from = pool({ embeddings: new Float32Array(6).fill(4), columns: 2, probabilities, classes: 2 });
    const { rows, utilities } = await select(dwus, from, 3);
    expect([...rows]).toEqual([0, 2, 1]);
    expect(utilities[0]).toBeCloseTo(Math.log(0.5), 6);
  });
});
