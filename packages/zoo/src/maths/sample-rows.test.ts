import { createRandom } from '@alaas/core';
import { expect, it } from 'vitest';
import { sampleRows } from './sample-rows.ts';

const rows = Uint32Array.from({ length: 20 }, (_, i) => 3 * i);

it('draws every row as often as any other', () => {
  const counts = new Map<number, number>();
  const random = createRandom(1);
  for (let run = 0; run < 4000; run++) {
    for (const row of sampleRows(rows, 5, random)) counts.set(row, (counts.get(row) ?? 0) + 1);
  }
  // each count has a mean of 1000 and a standard deviation of 27
  for (const row of rows) expect(Math.abs((counts.get(row) ?? 0) - 1000)).toBeLessThan(5 * 27.4);
});

it('gives distinct rows, ascending, and leaves its input as it was', () => {
  const sample = [...sampleRows(rows, 12, createRandom(2))];
  expect(new Set(sample).size).toBe(12);
  expect(sample).toEqual(sample.toSorted((a, b) => a - b));
  expect(rows).toEqual(Uint32Array.from({ length: 20 }, (_, i) => 3 * i));
});

it('gives all rows where no more are to be had', () => {
  for (const count of [20, 21, 1000]) expect(sampleRows(rows, count, createRandom(3))).toEqual(rows);
});
