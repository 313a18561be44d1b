import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { bootstrapItems, kindsOf } from './item-bootstrap.ts';

/** The share of the first of two kinds of items. */
const share = (times: Int32Array): number => (times[0] as number) / times.reduce((a, b) => a + b);

function keysOf(firsts: number, items: number): string[] {
  return Array.from({ length: items }, (_, i) => (i < firsts ? 'first' : 'second'));
}

describe('kindsOf', () => {
  it('numbers kinds in the order in which they come', () => {
    const { ofItem, first } = kindsOf(['b', 'a', 'b', 'c', 'a']);
    expect([...ofItem]).toEqual([0, 1, 0, 2, 1]);
    expect([...first]).toEqual([0, 1, 3]);
  });
});

describe('bootstrapItems', () => {
  it('has the spread of the binomial distribution, whether it draws items or kinds', () => {
    // kinds are drawn where there are 256 items or more for each
    for (const items of [60, 6000]) {
      const estimate = bootstrapItems(kindsOf(keysOf(0.3 * items, items)), share, {
        random: createRandom(4),
        resamples: 8000,
      });
      const deviation = Math.sqrt((0.3 * 0.7) / items);
      expect(estimate?.value).toBeCloseTo(0.3, 12);
      // within a step of the distribution and the noise of 8,000 draws
      const tolerance = 1 / items + 0.1 * deviation;
      expect(Math.abs((estimate?.low ?? 0) - (0.3 - 1.96 * deviation))).toBeLessThan(tolerance);
      expect(Math.abs((estimate?.high ?? 0) - (0.3 + 1.96 * deviation))).toBeLessThan(tolerance);
    }
  });

  it('draws as many items as there are, by either way', () => {
    for (const items of [60, 6000]) {
      const sizes = new Set<number>();
      const size = (times: Int32Array): number => sizes.add(times.reduce((a, b) => a + b)).size;
      bootstrapItems(kindsOf(keysOf(20, items)), size, { random: createRandom(5), resamples: 50 });
      expect([...sizes]).toEqual([items]);
    }
  });

  it('draws again where the statistic is not defined', () => {
    const both = (times: Int32Array): number | undefined =>
      times.every((count) => count > 0) ? share(times) : undefined;
    const { value, low, high } = bootstrapItems(kindsOf(['first', 'second']), both, { random: createRandom(6) }) ?? {};
    expect([value, low, high]).toEqual([0.5, 0.5, 0.5]);
  });

  it('says nothing of fewer than two items, and of a sample without a value', () => {
    expect(bootstrapItems(kindsOf([]), share, { random: createRandom(7) })).toBeUndefined();
    expect(bootstrapItems(kindsOf(['first']), share, { random: createRandom(7) })).toBeUndefined();
    expect(bootstrapItems(kindsOf(['a', 'b']), () => undefined, { random: createRandom(7) })).toBeUndefined();
  });

  it('gives the same interval for the same random numbers', () => {
    const of = (seed: number) => bootstrapItems(kindsOf(keysOf(40, 200)), share, { random: createRandom(seed) });
    expect(of(8)).toEqual(of(8));
    expect(of(8)).not.toEqual(of(9));
  });
});
