import { describe, expect, it } from 'vitest';
import { randomRows, scoreRows, toMatrix } from '../testing/select-rows.ts';
import expectedGradientLength from './expected-gradient-length.ts';

describe('expected-gradient-length', () => {
  it('is the mean length of the gradient over the labels', () => {
    const probabilities = toMatrix([
      [0.5, 0.5],
      [1, 0],
      [0.5, 0.5],
    ]);
    const embeddings = toMatrix([
      [3, 4],
      [3, 4],
      [0, 0],
    ]);
    const [open, sure, nowhere] = scoreRows(expectedGradientLength, { probabilities, embeddings });
    // (1/2) sqrt(1/2) twice, times 5
    expect(open).toBeCloseTo(5 * Math.SQRT1_2, 12);
    expect(sure).toBe(0);
    expect(nowhere).toBe(0);
  });

  it('agrees with the norm of every gradient written out', () => {
    const rows = randomRows(100, 5, { seed: 3, power: 8 });
    const vectors = randomRows(100, 7, { seed: 4 }).map((row) => row.map((x, d) => Math.fround(x - d / 20)));
    const actual = scoreRows(expectedGradientLength, { probabilities: toMatrix(rows), embeddings: toMatrix(vectors) });
    for (const [i, p] of rows.entries()) {
      let expected = 0;
      for (const [c, chance] of p.entries()) {
        const outer = p.flatMap((x, k) => (vectors[i] as number[]).map((h) => (x - (k === c ? 1 : 0)) * h));
        expected += chance * Math.sqrt(outer.reduce((sum, g) => sum + g * g, 0));
      }
      expect(Math.abs((actual[i] as number) - expected)).toBeLessThan(1e-12);
    }
  });

  it('keeps its precision where one class is nearly certain', () => {
    const p = [1 - 2 ** -20, 2 ** -20];
    const [length] = scoreRows(expectedGradientLength, { probabilities: toMatrix([p]), embeddings: toMatrix([[1]]) });
    // 2 p (1 - p) sqrt 2
    const expected = 2 * (1 - 2 ** -20) * 2 ** -20 * Math.SQRT2;
    expect(Math.abs((length as number) / expected - 1)).toBeLessThan(1e-12);
  });

  it('gives NaN for a NaN in either signal', () => {
    const [p, h] = [toMatrix([[0.5, 0.5]]), toMatrix([[1, 2]])];
    const broken = toMatrix([[Number.NaN, 1]]);
    expect(scoreRows(expectedGradientLength, { probabilities: broken, embeddings: h })).toEqual([Number.NaN]);
    expect(scoreRows(expectedGradientLength, { probabilities: p, embeddings: broken })).toEqual([Number.NaN]);
  });
});
