import { expect, test } from 'vitest';
import { resample } from './resample.ts';
import { tone } from './test-audio.ts';

const seconds = 0.5;

/** The greatest difference between two sounds, away from their ends. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 500; i < a.length - 500; i++) most = Math.max(most, Math.abs((a[i] as number) - (b[i] as number)));
  return most;
}

test.each([
  [44_100, 16_000],
  [48_000, 16_000],
  [8000, 16_000],
  [11_025, 16_000],
  [22_050, 16_000],
  [16_000, 44_100],
  [15_999, 16_000],
])('a wave that both rates can hold is the same wave from %i to %i', (from, to) => {
  const out = resample(Float32Array.from(tone(1500, { rate: from, seconds })), from, to);
  expect(out.length).toBe(Math.round((Math.round(from * seconds) * to) / from));
  expect(distance(out, tone(1500, { rate: to, seconds }))).toBeLessThan(1e-3);
});

test('what the lower rate cannot hold is gone, and does not come back as another pitch', () => {
  // 10 kHz at 16 kHz would be heard at 6 kHz
  const out = resample(Float32Array.from(tone(10_000, { rate: 44_100, seconds })), 44_100, 16_000);
  expect(distance(out, new Float32Array(out.length))).toBeLessThan(1e-3);
});

test('a constant stays what it is', () => {
  const out = resample(new Float32Array(4000).fill(0.25), 22_050, 16_000);
  expect(distance(out, new Float32Array(out.length).fill(0.25))).toBeLessThan(1e-6);
});

test('at the same rate nothing is done', () => {
  const samples = Float32Array.of(1, -1, 0.5);
  expect(resample(samples, 8000, 8000)).toBe(samples);
});
