import { type Block, matrix, parseOptions, type Scorer, type SignalName } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import entropy from './entropy.ts';
import leastConfidence from './least-confidence.ts';
import marginConfidence from './margin-confidence.ts';
import random from './random.ts';
import ratioConfidence from './ratio-confidence.ts';

/** Rows whose values are sums of powers of two, so that float32 holds them exactly. */
const rows = [
  [0.5, 0.25, 0.25],
  [1, 0, 0],
  [0.125, 0.125, 0.75],
  [0.4375, 0.4375, 0.125],
];

function score(
  scorer: Scorer,
  probabilities: number[][],
  options: Record<string, unknown> = {},
  seed = 0,
  floor = Number.NEGATIVE_INFINITY,
): number[] {
  const width = probabilities[0]?.length ?? 0;
  const block = {
    size: probabilities.length,
    rowAt: (i: number) => i,
    probabilities: matrix(Float32Array.from(probabilities.flat()), width),
  } as Block<SignalName>;
  return [...scorer.score(block, { options: parseOptions(scorer, options), seed, floor })];
}

describe('utilities computed by hand', () => {
  it('least confidence is 1 minus the largest probability', () => {
    expect(score(leastConfidence, rows)).toEqual([0.5, 0, 0.25, 0.5625]);
  });

  it('margin confidence is 1 minus the gap of the two largest', () => {
    expect(score(marginConfidence, rows)).toEqual([0.75, 0, 0.375, 1]);
  });

  it('ratio confidence is the second largest over the largest', () => {
    const [a, b, c, d] = score(ratioConfidence, rows);
    expect([a, b, d]).toEqual([0.5, 0, 1]);
    expect(c).toBeCloseTo(1 / 6, 12);
  });

  it('entropy is minus the sum of p ln p, with 0 ln 0 = 0', () => {
    const ln2 = Math.LN2;
    const [a, b, c, d] = score(entropy, rows);
    expect(a).toBeCloseTo(1.5 * ln2, 10);
    expect(b).toBe(0);
    // 2 * (1/8) ln 8 + (3/4) ln (4/3)
    expect(c).toBeCloseTo(0.75 * ln2 + 0.75 * (2 * ln2 - Math.log(3)), 10);
    // 2 * (7/16) ln (16/7) + (1/8) ln 8
    expect(d).toBeCloseTo(0.875 * (4 * ln2 - Math.log(7)) + 0.375 * ln2, 10);
  });

  it('normalized entropy is 1 for a uniform row, whatever the number of classes', () => {
    for (const k of [2, 4, 8]) {
      expect(score(entropy, [Array.from({ length: k }, () => 1 / k)], { normalized: true })[0]).toBeCloseTo(1, 10);
    }
  });

  it('counts a single class as certain', () => {
    expect(score(leastConfidence, [[1]])).toEqual([0]);
    expect(score(marginConfidence, [[1]])).toEqual([0]);
    expect(score(ratioConfidence, [[1]])).toEqual([0]);
    expect(score(entropy, [[1]], { normalized: true })).toEqual([0]);
  });

  it('random gives each row a number in [0, 1) that follows from the seed and the row alone', () => {
    const many = Array.from({ length: 4000 }, () => [1]);
    const first = score(random, many, {}, 7);
    expect(score(random, many, {}, 7)).toEqual(first);
    expect(score(random, many, {}, 8)).not.toEqual(first);
    expect(first.every((u) => u >= 0 && u < 1)).toBe(true);
    const mean = first.reduce((a, b) => a + b, 0) / first.length;
    // the mean of 4,000 uniform numbers has a standard deviation of 0.0046
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  });
});

describe('against a plain computation in float64', () => {
  const random4096 = Array.from({ length: 4096 }, (_, i) => {
    const raw = Array.from({ length: 7 }, (_, k) => Math.abs(Math.sin(i * 12.9898 + k * 78.233)) ** 3);
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => Math.fround(value / sum));
  });

  it('agrees for every uncertainty score', () => {
    const sorted = random4096.map((row) => row.toSorted((a, b) => b - a) as [number, number, ...number[]]);
    const close = (scorer: Scorer, expected: number[]): void => {
      const actual = score(scorer, random4096);
      for (const [i, value] of expected.entries()) expect(Math.abs((actual[i] as number) - value)).toBeLessThan(1e-9);
    };
    close(
      leastConfidence,
      sorted.map(([first]) => 1 - first),
    );
    close(
      marginConfidence,
      sorted.map(([first, second]) => 1 - (first - second)),
    );
    close(
      ratioConfidence,
      sorted.map(([first, second]) => second / first),
    );
    close(
      entropy,
      random4096.map((row) => row.reduce((h, p) => (p > 0 ? h - p * Math.log(p) : h), 0)),
    );
  });

  it('is right for tiny and denormal probabilities', () => {
    const tiny = [1e-6, 1e-38, 1e-40, 1e-45].map((p) => Math.fround(p));
    const expected = tiny.reduce((h, p) => h - p * Math.log(p), 0);
    expect(Math.abs((score(entropy, [[...tiny, 1]])[0] as number) - expected)).toBeLessThan(1e-15);
    expect(score(leastConfidence, [[...tiny, 1]])[0]).toBe(0);
  });

  it('is exact for every row that can still reach the floor', () => {
    for (const normalized of [false, true]) {
      const exact = score(entropy, random4096, { normalized });
      const sorted = exact.toSorted((a, b) => a - b);
      for (const place of [10, 2000, 4000, 4095]) {
        const floor = sorted[place] as number;
        const lazy = score(entropy, random4096, { normalized }, 0, floor);
        for (const [i, utility] of exact.entries()) {
          if (utility >= floor) expect(lazy[i]).toBe(utility);
          else expect(lazy[i]).toBeLessThan(floor);
        }
      }
    }
  });

  it('reads a negative zero as zero', () => {
    expect(score(marginConfidence, [[-0, 1]])[0]).toBe(0);
    expect(score(leastConfidence, [[-0, -0, 1]])[0]).toBe(0);
    expect(score(entropy, [[-0, 1]])[0]).toBe(0);
  });
});
