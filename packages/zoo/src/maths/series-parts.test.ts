import { expect, test } from 'vitest';
import { autocorrelation } from './autocorrelation.ts';
import { bandShares } from './band-shares.ts';
import { moments } from './moments.ts';

test('moments are those of the definitions', () => {
  // mean 3; deviations -2, -1, 0, 3: squares 4 + 1 + 0 + 9, cubes -8 - 1 + 27, fourths 16 + 1 + 81
  const { mean, deviation, skewness, kurtosis, least, greatest } = moments(Float64Array.of(1, 2, 3, 6));
  expect([mean, least, greatest]).toEqual([3, 1, 6]);
  expect(deviation).toBeCloseTo(Math.sqrt(3.5), 12);
  expect(skewness).toBeCloseTo(4.5 / 3.5 ** 1.5, 12);
  expect(kurtosis).toBeCloseTo(24.5 / 3.5 ** 2 - 3, 12);
  expect(moments(Float64Array.of(2, 2))).toMatchObject({ deviation: 0, skewness: 0, kurtosis: 0 });
  expect(moments(new Float64Array())).toMatchObject({ mean: 0, least: 0, greatest: 0 });
});

test('autocorrelation at one point and at half of them', () => {
  // neighbours: -1 five times of six points; three apart: -1 three times
  const sums = autocorrelation(Float64Array.of(1, -1, 1, -1, 1, -1), 2);
  expect([...sums]).toEqual([expect.closeTo(-5 / 6, 12), expect.closeTo(-3 / 6, 12)]);
});

test('the shares of the bands sum to 1 in squares, and a wave lies in its own', () => {
  const wave = (waves: number) => Float64Array.from({ length: 64 }, (_, i) => Math.sin((2 * Math.PI * waves * i) / 64));
  for (const waves of [1, 4, 20]) {
    const shares = bandShares(wave(waves), 5);
    expect(shares.reduce((sum, share) => sum + share * share, 0)).toBeCloseTo(1, 10);
    // ln(waves) / ln(32) of five bands
    expect(shares[Math.min(4, Math.floor((Math.log2(waves) / 5) * 5))]).toBeCloseTo(1, 6);
  }
  expect([...bandShares(new Float64Array(10), 3)]).toEqual([0, 0, 0]);
});
