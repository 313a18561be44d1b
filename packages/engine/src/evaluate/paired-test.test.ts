import { describe, expect, it } from 'vitest';
import { holm, meanInterval, pairedP } from './paired-test.ts';

describe('paired tests', () => {
  const differences = [0.03, 0.01, -0.01, 0.04, 0.05];

  it('gives the mean with its 95 % interval', () => {
    // mean 0.024, standard error 0.01077033, critical t 2.77644511
    const { mean, interval } = meanInterval(differences);
    expect(mean).toBeCloseTo(0.024, 12);
    expect(interval?.[0]).toBeCloseTo(-0.0059032, 6);
    expect(interval?.[1]).toBeCloseTo(0.0539032, 6);
    expect(meanInterval([0.5])).toEqual({ mean: 0.5, interval: null });
  });

  it('agrees with SciPy about five pairs', () => {
    // scipy.stats.ttest_rel([0.81, 0.84, 0.79, 0.83, 0.86], [0.78, 0.83, 0.80, 0.79, 0.81])
    expect(pairedP(differences)).toBeCloseTo(0.08977587, 7);
  });

  it('knows differences that are all 0, all equal, or too few', () => {
    expect(pairedP([0, 0, 0])).toBe(1);
    expect(pairedP([0.5, 0.5, 0.5])).toBe(0);
    expect(pairedP([0.1])).toBeNull();
  });

  it('corrects many tests by Holm', () => {
    // sorted 0.01 0.02 0.03 0.5 times 4, 3, 2, 1, never falling
    const adjusted = holm([0.03, null, 0.01, 0.5, 0.02]);
    expect(adjusted[1]).toBeNull();
    for (const [i, expected] of [0.06, 0, 0.04, 0.5, 0.06].entries()) {
      if (i !== 1) expect(adjusted[i]).toBeCloseTo(expected, 12);
    }
  });
});
