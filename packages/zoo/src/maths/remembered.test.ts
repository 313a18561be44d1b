import { type Compute, matrix } from '@alaas/core';
import { expect, test } from 'vitest';
import { remembered } from './remembered.ts';

function newCompute(): Compute {
  return { run: async () => ({}) };
}

/** Counts how often it is made. */
function maker(bytes = 8): {
  readonly make: () => Promise<{ readonly table: Uint8Array }>;
  readonly times: () => number;
} {
  let times = 0;
  return {
    make: async () => {
      times++;
      return { table: new Uint8Array(bytes) };
    },
    times: () => times,
  };
}

test('what is made of the same rows is made once, also of a copy of them', async () => {
  const compute = newCompute();
  const { make, times } = maker();
  const first = await remembered({ compute, rows: matrix(Float32Array.of(1, 2, 3, 4), 2), what: 'axes' }, make);
  const second = await remembered({ compute, rows: matrix(Float32Array.of(1, 2, 3, 4), 2), what: 'axes' }, make);
  expect(second).toBe(first);
  expect(times()).toBe(1);
});

test('other numbers, signs, orders, shapes, names and executors are told apart', async () => {
  const compute = newCompute();
  const { make, times } = maker();
  const ask = (numbers: number[], columns = 2, what = 'axes', by = compute): Promise<unknown> =>
    remembered({ compute: by, rows: matrix(Float32Array.from(numbers), columns), what }, make);
  await ask([1, 2, 3, 4]);
  await ask([1, 2, 3, 5]);
  await ask([-1, 2, -3, 4]);
  await ask([-1, -2, 3, 4]);
  await ask([2, 1, 3, 4]);
  await ask([1, 2, 3, 4], 4);
  await ask([1, 2, 3, 4], 2, 'neighbours');
  await ask([1, 2, 3, 4], 2, 'axes', newCompute());
  expect(times()).toBe(8);
});

test('the least recently used goes when there is too much, and what is too large alone is not kept', async () => {
  const compute = newCompute();
  const large = maker(30 * 2 ** 20);
  const ask = (number: number): Promise<unknown> =>
    remembered({ compute, rows: matrix(Float32Array.of(number), 1), what: 'axes' }, large.make);
  await ask(1);
  await ask(2);
  await ask(1);
  // no room for three
  await ask(3);
  await ask(1);
  expect(large.times()).toBe(3);
  await ask(2);
  expect(large.times()).toBe(4);
  const huge = maker(65 * 2 ** 20);
  const rows = matrix(Float32Array.of(1), 1);
  await remembered({ compute, rows, what: 'huge' }, huge.make);
  await remembered({ compute, rows, what: 'huge' }, huge.make);
  expect(huge.times()).toBe(2);
});

test('what fails is made again', async () => {
  const compute = newCompute();
  const rows = matrix(Float32Array.of(1), 1);
  const failing = remembered({ compute, rows, what: 'axes' }, () => Promise.reject(new Error('cancelled')));
  await expect(failing).rejects.toThrow('cancelled');
  const { make, times } = maker();
  await remembered({ compute, rows, what: 'axes' }, make);
  expect(times()).toBe(1);
});
