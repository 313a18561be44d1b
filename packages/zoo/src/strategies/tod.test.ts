import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { randomRows, scoreRows, toMatrix } from '../testing/select-rows.ts';
import tod from './tod.ts';

describe('tod', () => {
  it('is half the squared distance of the two answers, computed by hand', () => {
    const probabilities = toMatrix([
      [1, 0],
      [0.5, 0.5],
      [0.75, 0.25],
    ]);
    const previousProbabilities = toMatrix([
      [0, 1],
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(scoreRows(tod, { probabilities, previousProbabilities })).toEqual([1, 0, 1 / 16]);
  });

  it('agrees with a plain computation, higher where the head changed its mind more', () => {
    const now = randomRows(200, 6, { seed: 1 });
    const before = randomRows(200, 6, { seed: 2 });
    const signals = { probabilities: toMatrix(now), previousProbabilities: toMatrix(before) };
    const expected = now.map((p, i) => p.reduce((sum, x, k) => sum + (x - (before[i]?.[k] as number)) ** 2, 0) / 2);
    for (const [i, utility] of scoreRows(tod, signals).entries()) {
      expect(Math.abs(utility - (expected[i] as number))).toBeLessThan(1e-15);
    }
  });

  it('a single class never changes', () => {
    const one = toMatrix([[1], [1]]);
    expect(scoreRows(tod, { probabilities: one, previousProbabilities: one })).toEqual([0, 0]);
  });

  it('refuses rounds of different classes, whose columns cannot be told apart', () => {
    const signals = { probabilities: toMatrix([[0.5, 0.25, 0.25]]), previousProbabilities: toMatrix([[0.5, 0.5]]) };
    let error: unknown;
    try {
      scoreRows(tod, signals);
    } catch (thrown) {
      error = thrown;
    }
    expect(isAlaasError(error, 'INVALID_PROBABILITIES')).toBe(true);
    expect(String(error)).toContain('3 classes now, and 2');
  });

  it('gives NaN for a NaN in either round', () => {
    const [fine, broken] = [toMatrix([[0.5, 0.5]]), toMatrix([[0.5, Number.NaN]])];
    expect(scoreRows(tod, { probabilities: broken, previousProbabilities: fine })).toEqual([Number.NaN]);
    expect(scoreRows(tod, { probabilities: fine, previousProbabilities: broken })).toEqual([Number.NaN]);
  });
});
