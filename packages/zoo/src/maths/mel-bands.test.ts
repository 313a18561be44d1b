import { expect, test } from 'vitest';
import { melBands, melCorners, melOf } from './mel-bands.ts';

test('mel is that of the formula', () => {
  expect(melOf(0)).toBe(0);
  // 2595 log10(1 + 1000 / 700), by hand
  expect(melOf(1000)).toBeCloseTo(999.9855, 3);
});

test('corners begin and end where they are told, and lie evenly in mel', () => {
  const corners = melCorners(10, 50, 7600);
  expect(corners).toHaveLength(12);
  expect(corners[0]).toBeCloseTo(50, 8);
  expect(corners[11]).toBeCloseTo(7600, 6);
  const steps = [...corners].slice(1).map((corner, i) => melOf(corner) - melOf(corners[i] as number));
  for (const step of steps) expect(step).toBeCloseTo(steps[0] as number, 8);
});

test('a frequency between two tops is shared by their two bands, all of it', () => {
  const options = { length: 4096, rate: 16_000, low: 50, high: 7600 };
  const { bands } = melBands(20, options);
  const corners = melCorners(20, 50, 7600);
  for (let k = 1; k <= 2048; k++) {
    const hertz = (k * 16_000) / 4096;
    if (hertz < (corners[1] as number) || hertz > (corners[20] as number)) continue;
    const sum = bands.reduce((total, { first, weights }) => total + (weights[k - first] ?? 0), 0);
    expect(sum).toBeCloseTo(1, 10);
  }
});

test('every band hears something, also one that is narrower than the steps of the spectrum', () => {
  for (const { weights } of melBands(64, { length: 256, rate: 16_000, low: 50, high: 7600 }).bands) {
    expect(Math.max(...weights)).toBeGreaterThan(0);
  }
});
