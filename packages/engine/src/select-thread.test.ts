import { type Head, type Matrix, matrix, mix } from '@alaas/core';
import { predictProbabilities } from '@alaas/zoo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrtCompute } from './compute/index.ts';
import { SelectThread } from './select-thread.ts';

const never = new AbortController().signal;
const probabilities = { wanted: ['probabilities'], signal: never } as const;
let thread: SelectThread;
beforeAll(() => {
  thread = new SelectThread({ threads: 1 });
});
afterAll(() => thread.close());

function points(rows: number, seed = 1): Matrix {
  return matrix(
    Float32Array.from({ length: rows * 4 }, (_, i) => mix(seed, i) / 2 ** 32),
    4,
  );
}

function task(rows: number, learner = 'softmax-regression') {
  const labels = Array.from({ length: rows }, (_, i) => ['north', 'east', 'south'][i % 3] as string);
  return { learner, options: {}, embeddings: points(rows), labels, seed: 1 };
}

test('makes a head and asks it, as this thread would', async () => {
  const head = await thread.fit(task(60), never);
  expect(head.classes).toEqual(['east', 'north', 'south']);
  const compute = createOrtCompute({ threads: 1 });
  const expected = await predictProbabilities(head, points(9, 2), compute);
  await compute.close();
  expect(await thread.predict(head, points(9, 2), probabilities)).toEqual({ probabilities: expected });
});

test('asks the head it is given, not the last one it made', async () => {
  const first = await thread.fit(task(30), never);
  const asked = await thread.predict(first, points(5, 3), probabilities);
  const second = await thread.fit(task(31, 'nearest-prototype'), never);
  const other = await thread.predict(second, points(5, 3), probabilities);
  expect(other).not.toEqual(asked);
  expect(await thread.predict(first, points(5, 3), probabilities)).toEqual(asked);
});

test('asks the members of a head too', async () => {
  const head = await thread.fit(task(30, 'bootstrap-committee'), never);
  const wanted = ['probabilities', 'committee'] as const;
  const { probabilities: own, committee } = await thread.predict(head, points(5, 3), { wanted, signal: never });
  expect([committee?.members, committee?.rows, committee?.columns]).toEqual([10, 5, 3]);
  expect(own?.rows).toBe(5);
});

test('sends the rows it is asked about, and not what else lies in their memory', async () => {
  const head = await thread.fit(task(30), never);
  const all = points(100);
  const some = { data: all.data.subarray(40, 80), rows: 10, columns: 4 };
  const whole = await thread.predict(head, all, probabilities);
  const { probabilities: part } = await thread.predict(head, some, probabilities);
  expect(part?.data).toEqual(whole.probabilities?.data.slice(30, 60));
  expect(all.data.length).toBe(400);
});

test('reports what cannot be learnt by its code', async () => {
  await expect(thread.fit({ ...task(3), labels: ['one', 'one', 'one'] }, never)).rejects.toMatchObject({
    code: 'INVALID_LABELS',
  });
  await expect(thread.fit(task(3, 'oracle'), never)).rejects.toMatchObject({ code: 'UNKNOWN_LEARNER' });
  await expect(thread.fit({ ...task(3), options: { depth: 1 } }, never)).rejects.toMatchObject({
    code: 'INVALID_OPTION',
  });
});

test('a fit and a prediction that nobody wants any more end', async () => {
  const head: Head = await thread.fit(task(30), never);
  await expect(thread.fit(task(30), AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(
    thread.predict(head, points(3), { ...probabilities, signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await thread.predict(head, points(3), probabilities)).probabilities?.rows).toBe(3);
});
