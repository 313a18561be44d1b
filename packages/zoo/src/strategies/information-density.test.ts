import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import informationDensity from './information-density.ts';

describe('information-density', () => {
  it('prefers the uncertain row that others resemble, by hand', async () => {
    // unit vectors along x, x, x, y and one of zeros; rows 0 and 3 are equally uncertain
    const embeddings = Float32Array.of(2, 0, 1, 0, 5, 0, 0, 3, 0, 0);
    const probabilities = Float32Array.of(0.5, 0.5, 1, 0, 1, 0, 0.5, 0.5, 0.5, 0.5);
    const { rows, utilities } = await select(
      informationDensity,
      pool({ embeddings, columns: 2, probabilities, classes: 2 }),
      5,
    );
    expect([...rows.subarray(0, 3)]).toEqual([0, 3, 4]);
    expect(utilities[0]).toBeCloseTo(Math.LN2 * (1 + 3 / 5) * 0.5, 10);
    expect(utilities[1]).toBeCloseTo(Math.LN2 * (1 + 1 / 5) * 0.5, 10);
    expect(utilities[2]).toBeCloseTo(Math.LN2 * 0.5, 10);
    expect([...utilities.subarray(3)]).toEqual([0, 0]);
  });

  it('agrees with all pairs written out, labelled rows left out', async () => {
    const embeddings = cloud(80, 4);
    const probabilities = likelihoods(80, 3);
    const from = pool({ embeddings, columns: 4, probabilities, classes: 3, labelled: [2, 40] });
    const unit = (i: number): number[] => {
      const row = [...embeddings.subarray(4 * i, 4 * i + 4)];
      return row.map((x) => x / Math.hypot(...row));
    };
    const rowsLeft = [...from.candidates];
    const expected = rowsLeft.map((i) => {
      const cosines = rowsLeft.map((j) => unit(i).reduce((sum, x, d) => sum + x * (unit(j)[d] as number), 0));
      const entropy = -[...probabilities.subarray(3 * i, 3 * i + 3)].reduce((sum, p) => sum + p * Math.log(p), 0);
      return { i, utility: entropy * ((1 + cosines.reduce((a, b) => a + b, 0) / cosines.length) / 2) ** 2 };
    });
    expected.sort((a, b) => b.utility - a.utility);
    const { rows, utilities } = await select(informationDensity, from, 20, { options: { beta: 2 } });
    expect([...rows]).toEqual(expected.slice(0, 20).map(({ i }) => i));
    for (const [rank, utility] of utilities.entries())
      expect(utility).toBeCloseTo(expected[rank]?.utility as number, 8);
  });

  it('orders equal rows by the seed', async () => {
    const probabilities = new Float32Array(200).fill(0.5);
    const from = pool({ embeddings: new Float32Array(300).fill(1), columns: 3, probabilities, classes: 2 });
    const one = await select(informationDensity, from, 10, { seed: 1 });
    expect((await select(informationDensity, from, 10, { seed: 2 })).rows).not.toEqual(one.rows);
  });

  it('refuses a row that is not finite by its number', async () => {
    const embeddings = cloud(10, 3);
    embeddings[12] = Number.NaN;
    const from = pool({ embeddings, columns: 3, probabilities: likelihoods(10, 2), classes: 2 });
    await expect(select(informationDensity, from, 2)).rejects.toThrow(/row 4 /);
  });
});
