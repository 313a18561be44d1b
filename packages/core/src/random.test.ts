import { describe, expect, it } from 'vitest';
import { createRandom, hashText, mix } from './random.ts';

/** Chi-squared of counts against equal expectation. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('mix', () => {
  it('spreads consecutive rows and consecutive seeds evenly over 256 buckets', () => {
    const byRow = Array.from({ length: 256 }, () => 0);
    const bySeed = Array.from({ length: 256 }, () => 0);
    for (let i = 0; i < 65536; i++) {
      const a = mix(5, i) >>> 24;
      const b = mix(i, 5) & 255;
      byRow[a] = (byRow[a] as number) + 1;
      bySeed[b] = (bySeed[b] as number) + 1;
    }
    // 255 degrees of freedom: 99.99 % lie below 347
    expect(chiSquared(byRow)).toBeLessThan(347);
    expect(chiSquared(bySeed)).toBeLessThan(347);
  });

  it('tells rows beyond 2^32 apart', () => {
    expect(mix(1, 7)).not.toBe(mix(1, 7 + 2 ** 32));
  });
});

describe('createRandom', () => {
  it('repeats itself for the same seed only', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('draws every value below a bound equally often', () => {
    const random = createRandom(9);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 20000; i++) {
      const value = random.below(10);
      counts[value] = (counts[value] as number) + 1;
    }
    // 9 degrees of freedom: 99.99 % lie below 34
    expect(chiSquared(counts)).toBeLessThan(34);
  });

  it('forks streams that depend on the label and leave the parent as it was', () => {
    const random = createRandom(3);
    const a = random.fork('a').next();
    expect(random.fork('a').next()).toBe(a);
    expect(random.fork('b').next()).not.toBe(a);
    expect(random.next()).toBe(createRandom(3).next());
  });
});

describe('hashText', () => {
  it('depends on every character, their order and the seed', () => {
    expect(new Set([hashText('ab'), hashText('ba'), hashText('a'), hashText(''), hashText('ab', 1)]).size).toBe(5);
  });
});
