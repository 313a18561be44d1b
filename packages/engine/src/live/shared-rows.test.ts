import { matrix } from '@alaas/core';
import { expect, it } from 'vitest';
import { SharedRows } from './shared-rows.ts';

const source = matrix(Float32Array.of(1, 2, 3, 4, 5, 6), 2);

function shared(): { rows: SharedRows; asked: number[] } {
  const asked: number[] = [];
  const floats = (count: number): Float32Array => {
    asked.push(count);
    return new Float32Array(new SharedArrayBuffer(4 * count));
  };
  return { rows: new SharedRows(2, floats), asked };
}

it('shows a row once it has grown by it', async () => {
  const { rows } = shared();
  await rows.reserve(2);
  rows.write(0, source, 2);
  rows.write(1, source, 0);
  expect(rows.size).toBe(0);
  rows.grow(2);
  expect([...rows.first(2).data]).toEqual([5, 6, 1, 2]);
  expect(rows.first(1)).toMatchObject({ rows: 1, columns: 2 });
  expect(rows.first(2).data.buffer).toBeInstanceOf(SharedArrayBuffer);
});

it('takes as much as is asked for at first, then half as much again, and moves what it has', async () => {
  const { rows, asked } = shared();
  await rows.reserve(4);
  for (const row of [0, 1, 2, 3]) rows.write(row, source, row % 3);
  rows.grow(4);
  const before = rows.first(4);
  await rows.reserve(5);
  await rows.reserve(6);
  rows.write(4, source, 1);
  rows.grow(5);
  expect(asked).toEqual([0, 8, 12]);
  expect([...rows.first(5).data]).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4]);
  expect([...before.data]).toEqual([1, 2, 3, 4, 5, 6, 1, 2]);
});

it('stays as it was when there is no memory', async () => {
  let room = true;
  const rows = new SharedRows(2, (count) => {
    if (!room) throw new Error('full');
    return new Float32Array(count);
  });
  await rows.reserve(1);
  rows.write(0, source, 0);
  rows.grow(1);
  room = false;
  await expect(rows.reserve(9)).rejects.toThrow('full');
  expect([...rows.first(1).data]).toEqual([1, 2]);
});
