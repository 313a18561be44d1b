import type { TableRow } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import hashedCells from './hashed-cells.ts';

function cosine(a: TableRow, b: TableRow): number {
  const [x, y] = [hashedCells.embed(a), hashedCells.embed(b)];
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}

describe('hashed-cells', () => {
  it.each<[string, TableRow]>([
    ['numbers', { a: 1, b: -2.5, c: 0 }],
    ['extreme numbers', { a: 1e308, b: -1e308, c: 5e-324 }],
    ['texts', { a: 'Private', b: 'a few words here', c: '' }],
    ['nothing', { a: null }],
    ['booleans', { a: true, b: false }],
    ['many columns', Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`column ${i}`, i]))],
  ])('gives a row of %s unit length and the declared width', (_, row) => {
    const embedding = hashedCells.embed(row);
    expect(embedding).toHaveLength(hashedCells.width);
    expect(embedding.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
  });

  it('does not mind the order of the columns, and minds their names', () => {
    expect(cosine({ a: 1, b: 'x' }, { b: 'x', a: 1 })).toBeCloseTo(1, 5);
    expect(cosine({ a: 3, b: 5 }, { a: 5, b: 3 })).toBeLessThan(0.9);
  });

  it('finds numbers alike that are near, in proportion to their size', () => {
    const row = (n: number): TableRow => ({ n });
    expect(cosine(row(40), row(41))).toBeGreaterThan(cosine(row(40), row(60)) + 0.1);
    expect(cosine(row(40_000), row(40_500))).toBeGreaterThan(cosine(row(400), row(900)) + 0.1);
    expect(cosine(row(5), row(-5))).toBeLessThan(cosine(row(5), row(9)));
  });

  it('finds texts with words in common alike, in whatever case', () => {
    const job = (title: string): TableRow => ({ job: title });
    expect(cosine(job('Sales Manager'), job('sales manager'))).toBeCloseTo(1, 5);
    expect(cosine(job('sales manager'), job('sales clerk'))).toBeGreaterThan(
      cosine(job('sales manager'), job('nurse')),
    );
  });

  it('tells nothing from zero and from an empty text', () => {
    expect(cosine({ a: null }, { a: 0 })).toBeLessThan(0.9);
    expect(cosine({ a: null }, { a: 'none' })).toBeLessThan(0.9);
  });

  it('gives a row the same numbers whatever came before it', () => {
    const row = { a: 7, b: 'x y' };
    const first = hashedCells.embed(row);
    hashedCells.embed(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`c${i}`, i])));
    expect(hashedCells.embed(row)).toEqual(first);
  });
});
