import { describe, expect, it } from 'vitest';
import { HashedCounts } from './hashed-counts.ts';

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

function countsOf(features: Iterable<[hash: number, weight: number]>): HashedCounts {
  const counts = new HashedCounts();
  for (const [hash, weight] of features) counts.add(hash, weight);
  return counts;
}

describe('HashedCounts', () => {
  it('spreads one feature over one position of each part, alike but for the sign', () => {
    const vector = [...countsOf([[12345, 7]]).project(12, 4, 0)];
    for (let part = 0; part < 4; part++) {
      const values = vector.slice(part * 3, part * 3 + 3).filter((value) => value !== 0);
      expect(values.map(Math.abs)).toEqual([0.5]);
    }
  });

  it('weighs a feature by its weight and by 1 + ln of its count', () => {
    // of one text that has feature 1 once and feature 2 three times, on as many positions that they do not meet
    const both = countsOf([
      [1, 1],
      [2, 2],
      [2, 2],
      [2, 2],
    ]).project(4096, 1, 0);
    const [small, large] = [...both]
      .map(Math.abs)
      .filter((value) => value > 0)
      .sort((a, b) => a - b) as [number, number];
    expect(large / small).toBeCloseTo(2 * (1 + Math.log(3)), 5);
    expect(small ** 2 + large ** 2).toBeCloseTo(1, 6);
  });

  it('estimates the cosine of the features without bias', () => {
    // 30 features each, 15 in common: a cosine of 1/2
    const a = countsOf(Array.from({ length: 30 }, (_, i) => [i * 7919, 1]));
    const b = countsOf(Array.from({ length: 30 }, (_, i) => [(i + 15) * 7919, 1]));
    let sum = 0;
    for (let seed = 0; seed < 800; seed += 2) sum += dot(a.project(64, 2, seed), b.project(64, 2, seed));
    // one estimate is off by 1 / sqrt(64), 400 of them by a twentieth of that
    expect(sum / 400).toBeGreaterThan(0.47);
    expect(sum / 400).toBeLessThan(0.53);
  });

  it('keeps count of more features than it has room for at first', () => {
    const seven = (n: number): [number, number][] => Array.from({ length: n }, (_, i) => [Math.imul(i, 0x9e3779b1), 1]);
    const counts = countsOf([...seven(5000), ...seven(5000), ...seven(5000)]);
    // had a feature been lost or doubled, the two would not be parallel
    expect(dot(counts.project(512, 2, 0), countsOf(seven(5000)).project(512, 2, 0))).toBeCloseTo(1, 5);
  });

  it('is empty again after clear', () => {
    const counts = countsOf([[1, 1]]);
    counts.clear();
    expect([...counts.project(8, 2, 0)]).toEqual(new Array(8).fill(0));
    counts.add(2, 3);
    expect([...counts.project(8, 2, 0)]).toEqual([...countsOf([[2, 3]]).project(8, 2, 0)]);
  });
});
