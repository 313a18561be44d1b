import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { shuffled } from './shuffled.ts';

describe('shuffled', () => {
  it('gives every order of some of the numbers as often as any other, and leaves its input as it was', () => {
    const numbers = Uint32Array.of(4, 5, 6, 7);
    const random = createRandom(1);
    const counts = new Map<string, number>();
    for (let run = 0; run < 12_000; run++) {
      const key = shuffled(numbers, 2, random).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // 12 pairs in order, each with a mean of 1000 and a standard deviation of 30
    expect(counts.size).toBe(12);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * 30.3);
    expect(numbers).toEqual(Uint32Array.of(4, 5, 6, 7));
  });

  it('gives all of them, each once, where all are asked for, and none of none', () => {
    const numbers = Uint32Array.from({ length: 100 }, (_, i) => 2 * i);
    const all = shuffled(numbers, 100, createRandom(2));
    expect(all.slice().sort()).toEqual(numbers);
    expect(all).not.toEqual(numbers);
    expect(shuffled(new Uint32Array(), 0, createRandom(2))).toHaveLength(0);
  });

  it('may be stopped', () => {
    const stop = (): never => {
      throw new Error('stopped');
    };
    expect(() => shuffled(Uint32Array.of(1, 2), 1, createRandom(1), stop)).toThrow('stopped');
  });
});
