import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createRandom, modelEntrySchema } from '@alaas/core';
import { expect, test } from 'vitest';
import { type LoadedModel, loadModel, locateModel } from './index.ts';

const root = resolve(import.meta.dirname, '../../../..');
const hub = 'file:../shared/data/models/mobilenet-v1-0.25-128.onnx';
const isAbsent = !existsSync(resolve(root, '../shared/data/models/mobilenet-v1-0.25-128.onnx'));
const reason = '../shared/data/models is not on this machine';

async function load(): Promise<LoadedModel> {
  const entry = modelEntrySchema.parse({
    name: 'mobilenet-v1-0.25-128',
    hub,
    input: { name: 'input', size: [128, 128], resize: 'cubic', layout: 'NCHW', channels: 'RGB', mean: 128, std: 128 },
    outputs: { embedding: 'embedding', logits: 'logits' },
  });
  const read = (): Promise<Uint8Array> => Promise.reject(new Error('nothing here is remote'));
  const { signal } = new AbortController();
  const located = await locateModel(entry, { folder: root, cache: root, read, signal });
  return loadModel(located, { threads: 1, device: 'cpu' });
}

function noise(size: number): Float32Array {
  const random = createRandom(7);
  return Float32Array.from({ length: size * 3 * 128 * 128 }, () => random.next() * 2 - 1);
}

test('MobileNet gives embeddings of width 256 and 1,001 probabilities that sum to 1', async ({ skip }) => {
  skip(isAbsent, reason);
  const { backend, image } = await load();
  expect(image?.size).toEqual([128, 128]);
  expect(backend.widths).toEqual({ embedding: 256, probabilities: 1001 });
  const { embeddings, probabilities } = await backend.run({
    kind: 'tensor',
    data: noise(2),
    shape: [3, 128, 128],
    size: 2,
  });
  expect(embeddings?.rows).toBe(2);
  expect(embeddings?.data.some((value) => value > 0)).toBe(true);
  const second = probabilities?.data.subarray(1001) ?? new Float32Array();
  expect(second.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  await backend.close();
});

test('the batch size does not change a bit of the result', async ({ skip }) => {
  skip(isAbsent, reason);
  const { backend } = await load();
  const data = noise(8);
  const whole = await backend.run({ kind: 'tensor', data, shape: [3, 128, 128], size: 8 });
  for (const size of [1, 3]) {
    const some = await backend.run({ kind: 'tensor', data, shape: [3, 128, 128], size });
    expect(some.embeddings?.data).toEqual(whole.embeddings?.data.subarray(0, size * 256));
    expect(some.probabilities?.data).toEqual(whole.probabilities?.data.subarray(0, size * 1001));
  }
  await backend.close();
});
