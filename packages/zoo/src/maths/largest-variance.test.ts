import { createRandom, matrix } from '@alaas/core';
import { expect, test } from 'vitest';
import { largestVariance } from './largest-variance.ts';

test('the variance along the longest axis of a cloud, wherever it lies', () => {
  const random = createRandom(6);
  const rows = 3000;
  // uniform of widths 6, 1 and 1, the long one turned into the plane of the first two coordinates: 36 / 12 = 3
  const data = Float32Array.from(
    Array.from({ length: rows }, () => {
      const [long, short, third] = [6 * (random.next() - 0.5), random.next() - 0.5, random.next() - 0.5];
      return [100 + 0.6 * long - 0.8 * short, -7 + 0.8 * long + 0.6 * short, third];
    }).flat(),
  );
  const variance = largestVariance(matrix(data, 3), Float64Array.of(100, -7, 0));
  expect(variance).toBeGreaterThan(2.7);
  expect(variance).toBeLessThan(3.3);
});

test('rows that are all equal have none', () => {
  expect(largestVariance(matrix(Float32Array.of(1, 2, 1, 2), 2), Float64Array.of(1, 2))).toBe(0);
  expect(largestVariance(matrix(Float32Array.of(1, 2), 2), Float64Array.of(1, 2))).toBe(0);
});
