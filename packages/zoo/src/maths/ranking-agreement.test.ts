import { createRandom } from '@alaas/core';
import { expect, it } from 'vitest';
import { rankingAgreement } from './ranking-agreement.ts';

it('counts the pairs that are in order, ties half', () => {
  const random = createRandom(3);
  const values = Float64Array.from({ length: 60 }, () => random.below(12));
  const isMarked = Array.from(values, () => random.below(3) === 0);
  let wins = 0;
  let pairs = 0;
  for (const [i, a] of values.entries()) {
    for (const [j, b] of values.entries()) {
      if (isMarked[i] !== true || isMarked[j] === true) continue;
      pairs++;
      wins += a > b ? 1 : a === b ? 0.5 : 0;
    }
  }
  expect(rankingAgreement(values, isMarked)).toBeCloseTo(wins / pairs, 12);
  expect(rankingAgreement(Float64Array.of(1, 2, 3), [false, false, true])).toBe(1);
  expect(rankingAgreement(Float64Array.of(1, 2, 3), [true, false, false])).toBe(0);
  expect(rankingAgreement(Float64Array.of(7, 7), [true, false])).toBe(0.5);
});
