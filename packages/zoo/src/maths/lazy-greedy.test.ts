import { createRandom } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { lazyGreedy } from './lazy-greedy.ts';

/** Sets of numbers below 200; the gain of a set is how many of its numbers no chosen set has. */
const random = createRandom(5);
const sets = Array.from({ length: 150 }, () => Array.from({ length: 1 + random.below(30) }, () => random.below(200)));

function fresh(set: readonly number[], covered: ReadonlySet<number>): number {
  return new Set(set.filter((value) => !covered.has(value))).size;
}

function plainGreedy(n: number): number[] {
  const covered = new Set<number>();
  const taken: number[] = [];
  while (taken.length < n) {
    const gains = sets.map((set, i) => (taken.includes(i) ? -1 : fresh(set, covered)));
    const best = gains.indexOf(Math.max(...gains));
    taken.push(best);
    for (const value of sets[best] as number[]) covered.add(value);
  }
  return taken;
}

function lazy(n: number): { taken: number[]; gains: number[]; evaluations: number } {
  const covered = new Set<number>();
  const taken: number[] = [];
  let evaluations = 0;
  const gains = lazyGreedy({
    n,
    bounds: new Float64Array(sets.length).fill(Number.POSITIVE_INFINITY),
    gain: (i) => fresh(sets[i] as number[], covered),
    take(i) {
      taken.push(i);
      for (const value of sets[i] as number[]) covered.add(value);
    },
    tieOf: (i) => i,
    checkpoint: () => evaluations++,
  });
  return { taken, gains: [...gains], evaluations };
}

describe('lazyGreedy', () => {
  it('takes what greedy takes, ties included, up to the last element', () => {
    expect(lazy(sets.length).taken).toEqual(plainGreedy(sets.length));
  });

  it('computes far fewer gains', () => {
    // plain greedy computes about 150 for each of 20
    expect(lazy(20).evaluations).toBeLessThan(20 * 150 * 0.4);
  });

  it('gives gains that never rise', () => {
    const { gains } = lazy(60);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
  });
});
