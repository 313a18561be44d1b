import { expect, test } from 'vitest';
import { adam } from './adam.ts';

test('the first step goes by the rate, whatever the slope; the second follows the formula', () => {
  const x = Float32Array.of(1, 1);
  const update = adam([x], { rate: 0.1, decay: 0, steps: 4 });
  update([Float32Array.of(5, -0.01)]);
  expect(x[0]).toBeCloseTo(0.9, 6);
  expect(x[1]).toBeCloseTo(1.1, 5);
  update([Float32Array.of(-5, -0.01)]);
  // m = 0.9 * 0.5 - 0.5 = -0.05, over 1 - 0.81; v = 25 throughout; rate 0.075
  expect(x[0]).toBeCloseTo(0.9 + (0.075 * (0.05 / 0.19)) / 5, 5);
  expect(x[1]).toBeCloseTo(1.175, 4);
});

test('weights lose a share of themselves', () => {
  const x = Float32Array.of(2);
  adam([x], { rate: 0.1, decay: 0.5, steps: 10 })([Float32Array.of(0)]);
  expect(x[0]).toBeCloseTo(2 * 0.95, 6);
});
