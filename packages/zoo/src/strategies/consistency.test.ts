import { describe, expect, it } from 'vitest';
import { randomRows, scoreRows, toCommittee } from '../testing/select-rows.ts';
import consistency from './consistency.ts';

describe('consistency', () => {
  it('is the sum of the variances over the views, computed by hand', () => {
    const committee = toCommittee([
      [
        [1, 0],
        [0.5, 0.5],
        [0.75, 0.25],
      ],
      [
        [0, 1],
        [0.5, 0.5],
        [0.25, 0.75],
      ],
    ]);
    // deviations of 1/2 in both classes; none; 1/4 in both
    expect(scoreRows(consistency, { committee })).toEqual([0.5, 0, 0.125]);
  });

  it('agrees with variances taken one class at a time', () => {
    const views = Array.from({ length: 6 }, (_, seed) => randomRows(200, 5, { seed: seed + 1 }));
    const actual = scoreRows(consistency, { committee: toCommittee(views) });
    for (const [i, utility] of actual.entries()) {
      let expected = 0;
      for (let k = 0; k < 5; k++) {
        const seen = views.map((view) => view[i]?.[k] as number);
        const mean = seen.reduce((a, b) => a + b, 0) / 6;
        expected += seen.reduce((sum, p) => sum + (p - mean) ** 2, 0) / 6;
      }
      expect(Math.abs(utility - expected)).toBeLessThan(1e-14);
    }
  });

  it('reaches 1 - 1/K where every view is sure of another class', () => {
    const committee = toCommittee([[[1, 0, 0]], [[0, 1, 0]], [[0, 0, 1]]]);
    expect(scoreRows(consistency, { committee })[0]).toBeCloseTo(2 / 3, 12);
  });

  it('one view, or equal ones, are consistent by exactly 0, so that seeded ties decide and not rounding', () => {
    const view = randomRows(100, 7);
    for (const count of [1, 2, 3, 10]) {
      const committee = toCommittee(Array.from({ length: count }, () => view));
      expect(scoreRows(consistency, { committee }).every((utility) => utility === 0)).toBe(true);
    }
  });

  it('gives NaN for a NaN in any view', () => {
    for (let at = 0; at < 4; at++) {
      const committee = toCommittee([[[0.5, 0.5]], [[0.25, 0.75]]]);
      committee.data[at] = Number.NaN;
      expect(scoreRows(consistency, { committee })).toEqual([Number.NaN]);
    }
  });
});
