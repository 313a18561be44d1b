import type { Series } from '@alaas/core';
import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import seriesStatistics from './series-statistics.ts';

function series(...channels: readonly (readonly number[])[]): Series {
  return { names: channels.map((_, i) => String(i)), channels: channels.map((values) => Float64Array.from(values)) };
}

function values(length: number, at: (i: number) => number): number[] {
  return Array.from({ length }, (_, i) => at(i));
}

const embed = (...channels: readonly (readonly number[])[]): Float32Array =>
  seriesStatistics.embed(series(...channels));

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

const random = createRandom(1);

describe('series-statistics', () => {
  it.each<[string, readonly number[]]>([
    ['one point', [3]],
    ['two points', [3, -3]],
    ['a flat line', values(50, () => 7)],
    ['zeros', values(50, () => 0)],
    ['rounding of a flat line', values(50, (i) => 0.1 + i * 1e-17)],
    ['a wave', values(1000, (i) => Math.sin(i / 10))],
    ['noise', values(333, () => random.next())],
    ['huge numbers', values(20, (i) => (i % 2 === 0 ? 1e150 : -1e150))],
    ['values left out', [Number.NaN, 1, Number.NaN, 2, 5, Number.NaN]],
    ['many points', values(10_000, (i) => i % 100)],
  ])('gives %s the declared width, unit length and finite numbers', (_, one) => {
    const embedding = embed(one);
    expect(embedding).toHaveLength(seriesStatistics.width);
    expect(embedding.every(Number.isFinite)).toBe(true);
    expect(embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
  });

  it('finds waves of one length alike wherever they begin, and other lengths less', () => {
    const wave = (period: number, start: number) => values(400, (i) => Math.sin((2 * Math.PI * i) / period + start));
    expect(cosine(embed(wave(20, 0)), embed(wave(20, 2)))).toBeGreaterThan(
      cosine(embed(wave(20, 0)), embed(wave(60, 0))) + 0.1,
    );
  });

  it('finds a shape alike whatever its scale', () => {
    const bump = values(100, (i) => Math.exp(-(((i - 50) / 8) ** 2)));
    const wide = bump.map((value) => 3 * value + 2);
    const early = values(100, (i) => Math.exp(-(((i - 15) / 8) ** 2)));
    expect(cosine(embed(bump), embed(wide))).toBeGreaterThan(cosine(embed(bump), embed(early)) + 0.05);
  });

  it('looks at the time where the points are not evenly apart', () => {
    // the same straight line, measured more often at its beginning
    const time = Float64Array.of(0, 1, 2, 3, 4, 20, 40);
    const uneven = seriesStatistics.embed({ names: ['x'], time, channels: [time] });
    const blind = seriesStatistics.embed({ names: ['x'], channels: [time] });
    const even = embed(values(7, (i) => (40 * i) / 6));
    expect(cosine(uneven, even)).toBeGreaterThan(cosine(blind, even));
  });

  it('gives every channel a place of its own', () => {
    const wave = values(64, (i) => Math.sin(i / 3));
    const flat = values(64, () => 0);
    expect(cosine(embed(wave, flat), embed(flat, wave))).toBeLessThan(0.5);
  });
});
