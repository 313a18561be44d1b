import { matrix } from '@alaas/core';
import { expect, test } from 'vitest';
import { middleAndSpread } from './middle-and-spread.ts';

test('the mean and the mean squared distance from it, by weight', () => {
  const rows = matrix(Float32Array.of(0, 0, 4, 0, 100, 100), 2);
  const { mean, spread } = middleAndSpread(rows, Float64Array.of(3, 1, 0));
  expect([...mean]).toEqual([1, 0]);
  // (3 * 1 + 9) / 4
  expect(spread).toBe(3);
});

test('rows that are all equal count as spread by 1', () => {
  const rows = matrix(Float32Array.of(0.1, 0.7, 0.1, 0.7, 0.1, 0.7), 2);
  expect(middleAndSpread(rows, Float64Array.of(1, 1, 1)).spread).toBe(1);
  expect(middleAndSpread(matrix(new Float32Array(4), 2), Float64Array.of(1, 1)).spread).toBe(1);
});
