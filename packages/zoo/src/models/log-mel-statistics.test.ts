import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { melCorners } from '../maths/mel-bands.ts';
import logMel from './log-mel-statistics.ts';

const rate = logMel.sampleRate;

function embed(at: (second: number, i: number) => number, seconds = 1): Float32Array {
  return logMel.embed({ samples: Float32Array.from({ length: seconds * rate }, (_, i) => at(i / rate, i)), rate });
}

const sine =
  (hertz: number, level = 0.5) =>
  (t: number): number =>
    level * Math.sin(2 * Math.PI * hertz * t);
const noise = (seed: number) => {
  const random = createRandom(seed);
  return (): number => random.next() - 0.5;
};

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

describe('log-mel-statistics', () => {
  it.each<[string, Float32Array]>([
    ['silence', embed(() => 0)],
    ['a tone', embed(sine(440))],
    ['noise', embed(noise(1))],
    ['a click', embed((_, i) => (i === 8000 ? 1 : 0))],
    ['one sample', logMel.embed({ samples: Float32Array.of(0.5), rate })],
    ['full scale', embed((_, i) => (i % 2 === 0 ? 1 : -1))],
  ])('gives %s unit length and the declared width', (_, embedding) => {
    expect(embedding).toHaveLength(logMel.width);
    expect(embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
  });

  it.each([200, 440, 1000, 2500, 6000])('hears a tone of %i Hz in the band that it lies in', (hertz) => {
    const corners = melCorners(40, 50, 7600);
    const spectrum = [...embed(sine(hertz)).subarray(0, 40)];
    const loudest = spectrum.indexOf(Math.max(...spectrum));
    expect(corners[loudest]).toBeLessThan(hertz);
    expect(corners[loudest + 2]).toBeGreaterThan(hertz);
  });

  it('finds the same sound alike at another level, and other sounds less', () => {
    const tone = embed(sine(500));
    expect(cosine(tone, embed(sine(500, 0.1)))).toBeGreaterThan(0.99);
    expect(cosine(tone, embed(sine(2000)))).toBeLessThan(0.9);
    expect(cosine(tone, embed(noise(2)))).toBeLessThan(0.5);
  });

  it('hears which way a sweep goes', () => {
    const up = (t: number): number => 0.5 * Math.sin(2 * Math.PI * (300 * t + 1500 * t * t));
    const down = (t: number): number => up(1 - t);
    expect(cosine(embed(up), embed(down))).toBeLessThan(0.5);
  });

  it('gives the same numbers whatever came before', () => {
    const first = embed(sine(300));
    embed(noise(3), 2);
    expect(embed(sine(300))).toEqual(first);
  });
});
