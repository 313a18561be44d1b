import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlaasError } from './errors.ts';
import { mix } from './random.ts';
import { TopB } from './top-b.ts';

function best(utilities: number[], capacity: number, seed: number, blockSize: number): [number, number][] {
  const top = new TopB(capacity, seed);
  for (let start = 0; start < utilities.length; start += blockSize) {
    top.offer(Float64Array.from(utilities.slice(start, start + blockSize)), (i) => start + i);
  }
  const { rows, utilities: kept } = top.ranking();
  return [...rows].map((row, i) => [row, kept[i] as number]);
}

describe('TopB', () => {
  it('gives what sorting everything gives, for any values, ties, capacity and grouping', () => {
    const few = fc.integer({ min: 0, max: 5 }).map((n) => n / 4);
    const values = fc.array(fc.oneof(few, fc.double({ noNaN: true })), { maxLength: 200 });
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 60 }),
        fc.nat(),
        fc.integer({ min: 1, max: 50 }),
        (u, b, seed, size) => {
          const sorted = u
            .map((utility, row) => [row, utility] as [number, number])
            .sort(([i, a], [j, c]) => (a === c ? mix(seed, i) - mix(seed, j) || i - j : c - a))
            .slice(0, b);
          expect(best(u, b, seed, size)).toEqual(sorted);
        },
      ),
      { seed: 11 },
    );
  });

  it('keeps minus infinity below everything and plus infinity above', () => {
    expect(best([0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], 3, 0, 3).map(([row]) => row)).toEqual([
      2, 0, 1,
    ]);
  });

  it('refuses NaN by its row, also when the heap is full', () => {
    const top = new TopB(1, 0);
    top.offer(Float64Array.of(5), () => 0);
    try {
      top.offer(Float64Array.of(1, Number.NaN), (i) => 100 + i);
      expect.unreachable();
    } catch (error) {
      expect(isAlaasError(error, 'INVALID_UTILITY')).toBe(true);
      expect(String(error)).toContain('row 101');
    }
  });
});
