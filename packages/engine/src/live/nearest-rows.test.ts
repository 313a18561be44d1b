import { matrix } from '@alaas/core';
import { expect, it } from 'vitest';
import { nearestRows } from './nearest-rows.ts';

const checkpoint = () => undefined;

// directions 0, 90, 180 and 45 degrees, nothing, and 0 again
const rows = matrix(Float32Array.of(1, 0, 0, 3, -2, 0, 2, 2, 0, 0, 5, 0), 2);

it('gives the rows of the smallest angle first, with its cosine', async () => {
  const found = await nearestRows(rows, 0, { among: Uint32Array.of(0, 1, 2, 3, 4, 5), count: 9, checkpoint });
  expect(await nearestRows(rows, 0, { count: 9, checkpoint })).toEqual(found);
  expect(found.map(({ row }) => row)).toEqual([5, 3, 1, 4, 2]);
  const cosines = [1, Math.SQRT1_2, 0, 0, -1];
  for (const [i, { similarity }] of found.entries()) expect(similarity).toBeCloseTo(cosines[i] as number, 6);
});

it('gives each row once, no more than asked for, and nothing of nobody', async () => {
  expect(await nearestRows(rows, 1, { among: Uint32Array.of(3, 3, 0), count: 1, checkpoint })).toEqual([
    { row: 3, similarity: expect.closeTo(Math.SQRT1_2, 6) },
  ]);
  expect(await nearestRows(rows, 1, { among: new Uint32Array(), count: 3, checkpoint })).toEqual([]);
});
