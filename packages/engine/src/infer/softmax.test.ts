import { matrix } from '@alaas/core';
import { expect, test } from 'vitest';
import { softmax } from './softmax.ts';

test('turns logits into shares: ln 1, ln 2 and ln 5 become 1/8, 2/8 and 5/8', () => {
  const { data, columns } = softmax(matrix(new Float32Array([0, Math.log(2), Math.log(5)]), 3));
  expect(columns).toBe(3);
  expect([...data].map((p) => p.toFixed(6))).toEqual(['0.125000', '0.250000', '0.625000']);
});

test('no logit overflows, and minus infinity is a share of 0', () => {
  const { data } = softmax(matrix(new Float32Array([1e30, 1e30, 88000, 89000, 5, Number.NEGATIVE_INFINITY]), 2));
  expect([...data]).toEqual([0.5, 0.5, 0, 1, 1, 0]);
});

test('a row with NaN or plus infinity becomes NaN, and its neighbours do not', () => {
  const { data } = softmax(matrix(new Float32Array([0, 0, Number.NaN, 1, Number.POSITIVE_INFINITY, 1, 0, 0]), 2));
  expect([...data]).toEqual([0.5, 0.5, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0.5, 0.5]);
});

test('a thousand classes sum to 1', () => {
  const logits = Float32Array.from({ length: 1001 }, (_, k) => Math.sin(k) * 20);
  const sum = softmax(matrix(logits, 1001)).data.reduce((total, p) => total + p, 0);
  expect(sum).toBeCloseTo(1, 5);
});

test('a single logit is that of the second of two classes', () => {
  const { data, columns } = softmax(matrix(new Float32Array([0, Math.log(3)]), 1));
  expect(columns).toBe(2);
  expect([...data].map((p) => p.toFixed(6))).toEqual(['0.500000', '0.500000', '0.250000', '0.750000']);
});
