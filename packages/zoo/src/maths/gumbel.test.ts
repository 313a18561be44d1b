import { expect, it } from 'vitest';
import { gumbels } from './gumbel.ts';

const SIZE = 200_000;

it('has the distribution of Gumbel numbers', () => {
  const of = gumbels(7);
  const values = Float64Array.from({ length: SIZE }, (_, row) => of(row)).sort();
  // the largest gap to exp(-exp(-x)); Kolmogorov: exceeded with chance 0.001 above 1.95 / sqrt(size)
  let gap = 0;
  for (const [i, value] of values.entries()) {
    const expected = Math.exp(-Math.exp(-value));
    gap = Math.max(gap, Math.abs(expected - i / SIZE), Math.abs(expected - (i + 1) / SIZE));
  }
  expect(gap).toBeLessThan(1.95 / Math.sqrt(SIZE));
});

it('follows from the seed and the row alone', () => {
  const [one, again, other] = [gumbels(1), gumbels(1), gumbels(2)];
  expect([5, 0, 2 ** 40].map(one)).toEqual([5, 0, 2 ** 40].map(again));
  expect(one(5)).not.toBe(other(5));
  expect(one(2 ** 40)).not.toBe(one(2 ** 41));
});
