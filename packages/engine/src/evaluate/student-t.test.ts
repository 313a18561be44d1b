import { describe, expect, it } from 'vitest';
import { criticalT, twoSidedP } from './student-t.ts';

describe('student-t', () => {
  // by SciPy 1.17: 2 * scipy.stats.t.sf(t, df)
  it.each([
    [2.776445105197799, 4, 0.05],
    [1, 1, 0.5],
    [0.5, 9, 0.6290712998260263],
    [3.5, 29, 0.0015244463146546023],
    [0, 5, 1],
  ])('gives the chance of a |t| of at least %f with %i degrees of freedom', (t, df, p) => {
    expect(twoSidedP(t, df)).toBeCloseTo(p, 7);
    expect(twoSidedP(-t, df)).toBe(twoSidedP(t, df));
  });

  it('is exact where one degree of freedom makes it a Cauchy distribution', () => {
    for (const t of [0.1, 1, 12.7, 1e6]) expect(twoSidedP(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
  });

  it('is exact with two degrees of freedom', () => {
    for (const t of [0.1, 1, 4.3, 1000]) expect(twoSidedP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
  });

  it('is 0 for an infinite t', () => {
    expect(twoSidedP(Number.POSITIVE_INFINITY, 3)).toBe(0);
  });

  // by SciPy: scipy.stats.t.ppf(1 - level / 2, df)
  it.each([
    [0.05, 4, 2.7764451052],
    [0.05, 1, 12.7062047362],
    [0.05, 29, 2.0452296421],
    [0.01, 9, 3.2498355416],
  ])('needs a |t| at level %f with %i degrees of freedom', (level, df, t) => {
    expect(criticalT(level, df)).toBeCloseTo(t, 8);
  });
});
