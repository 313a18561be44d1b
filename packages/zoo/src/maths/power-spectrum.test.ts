import { createRandom } from '@alaas/core';
import { expect, test } from 'vitest';
import { PowerSpectrum } from './power-spectrum.ts';

/** The discrete Fourier transform by its definition. */
function naive(values: readonly number[]): number[] {
  const n = values.length;
  return Array.from({ length: n / 2 + 1 }, (_, k) => {
    let [re, im] = [0, 0];
    for (const [i, value] of values.entries()) {
      re += value * Math.cos((2 * Math.PI * i * k) / n);
      im -= value * Math.sin((2 * Math.PI * i * k) / n);
    }
    return re * re + im * im;
  });
}

test.each([2, 4, 8, 64])('the spectrum of %i numbers is that of the definition', (length) => {
  const random = createRandom(length);
  const values = Array.from({ length }, () => random.next() - 0.5);
  const power = new PowerSpectrum(length).of((i) => values[i] as number, length);
  for (const [k, expected] of naive(values).entries()) expect(power[k]).toBeCloseTo(expected, 10);
});

test('places beyond the count are zero, whatever was there before', () => {
  const spectrum = new PowerSpectrum(8);
  spectrum.of(() => 7, 8);
  const power = [...spectrum.of((i) => i + 1, 3)];
  for (const [k, expected] of naive([1, 2, 3, 0, 0, 0, 0, 0]).entries()) expect(power[k]).toBeCloseTo(expected, 10);
});

test('a wave has its power at its own frequency', () => {
  const power = new PowerSpectrum(32).of((i) => Math.sin((2 * Math.PI * 5 * i) / 32), 32);
  // (amplitude x length / 2)^2
  expect(power[5]).toBeCloseTo(256, 8);
  expect(power.reduce((sum, value) => sum + value, 0)).toBeCloseTo(256, 8);
});
