import { expect, test } from 'vitest';
import { findBatchSize } from './find-batch-size.ts';

/** Measures from a table, and remembers which sizes were asked for. */
function curve(speeds: Readonly<Record<number, number>>): {
  measure: (size: number) => Promise<number>;
  asked: number[];
} {
  const asked: number[] = [];
  return {
    asked,
    async measure(size) {
      asked.push(size);
      return speeds[size] ?? 0;
    },
  };
}

test('takes the start of a plateau and stops measuring two sizes later', async () => {
  const { measure, asked } = curve({ 1: 100, 2: 180, 4: 300, 8: 310, 16: 308, 32: 900 });
  expect(await findBatchSize(measure, { max: 256 })).toBe(4);
  expect(asked).toEqual([1, 2, 4, 8, 16]);
});

test('one slow size does not end the search', async () => {
  const { measure } = curve({ 1: 100, 2: 90, 4: 200, 8: 400, 16: 400, 32: 400 });
  expect(await findBatchSize(measure, { max: 256 })).toBe(8);
});

test('small gains in a row end the search, and a size within 5 % of the best is good enough', async () => {
  const { measure, asked } = curve({ 1: 100, 2: 104, 4: 104.9, 8: 1000 });
  expect(await findBatchSize(measure, { max: 256 })).toBe(1);
  expect(asked).toEqual([1, 2, 4]);
});

test('takes 1 where larger batches are slower', async () => {
  const { measure } = curve({ 1: 100, 2: 70, 4: 50 });
  expect(await findBatchSize(measure, { max: 64 })).toBe(1);
});

test('never measures beyond the largest size allowed', async () => {
  const { measure, asked } = curve({ 1: 1, 2: 2, 4: 4, 8: 8, 16: 16 });
  expect(await findBatchSize(measure, { max: 12 })).toBe(8);
  expect(asked).toEqual([1, 2, 4, 8]);
});

test('measures nothing when the graph fixes its batch', async () => {
  const { measure, asked } = curve({});
  expect(await findBatchSize(measure, { max: 64, fixed: 3 })).toBe(3);
  expect(asked).toEqual([]);
});

test('passes on what stops a measurement', async () => {
  const failing = findBatchSize(() => Promise.reject(new Error('out of memory')), { max: 4 });
  await expect(failing).rejects.toThrow('out of memory');
});
