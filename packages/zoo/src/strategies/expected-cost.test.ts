import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { randomRows, scoreRows, toMatrix } from '../testing/select-rows.ts';
import expectedCost from './expected-cost.ts';
import leastConfidence from './least-confidence.ts';

describe('expected-cost', () => {
  it('is least confidence when every mistake costs 1', () => {
    const probabilities = toMatrix(randomRows(200, 5));
    const expected = scoreRows(leastConfidence, { probabilities });
    // float32 rows sum to 1 within 1e-7
    for (const [i, utility] of scoreRows(expectedCost, { probabilities }).entries()) {
      expect(Math.abs(utility - (expected[i] as number))).toBeLessThan(1e-6);
    }
  });

  it('is the cost of the cheapest answer: costs[j][k] is answering k where j is true', () => {
    // answering 0 costs 8 p_1, answering 1 costs 2 p_0
    const options = {
      costs: [
        [0, 2],
        [8, 0],
      ],
    };
    const probabilities = toMatrix([
      [0.5, 0.5],
      [0.75, 0.25],
      [0.875, 0.125],
      [1, 0],
    ]);
    expect(scoreRows(expectedCost, { probabilities }, { options })).toEqual([1, 1.5, 1, 0]);
    const margin = { ...options, measure: 'margin' };
    expect(scoreRows(expectedCost, { probabilities }, { options: margin })).toEqual([-3, -0.5, -0.75, -2]);
  });

  it('asks by margin where the two cheapest answers are closest', () => {
    const probabilities = toMatrix([
      [0.5, 0.5, 0],
      [1, 0, 0],
    ]);
    const [open, settled] = scoreRows(expectedCost, { probabilities }, { options: { measure: 'margin' } });
    expect(open).toBe(0);
    expect(settled).toBe(-1);
  });

  it('names what does not fit in the costs', () => {
    const probabilities = toMatrix([[0.5, 0.25, 0.25]]);
    const codeOf = (costs: number[][]): boolean => {
      try {
        scoreRows(expectedCost, { probabilities }, { options: { costs } });
      } catch (error) {
        return isAlaasError(error, 'INVALID_OPTION');
      }
      return false;
    };
    expect(codeOf([[0, 1], [1]])).toBe(true);
    expect(
      codeOf([
        [0, 1],
        [1, 0],
      ]),
    ).toBe(true);
    expect(codeOf([[Number.NaN]])).toBe(true);
  });

  it('gives NaN for a NaN', () => {
    for (const measure of ['least', 'margin']) {
      const probabilities = toMatrix([[0.5, Number.NaN, 0.5]]);
      expect(scoreRows(expectedCost, { probabilities }, { options: { measure } })).toEqual([Number.NaN]);
    }
  });
});
