import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '@alaas/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GraphSpec, ValueSpec } from '../compute/index.ts';
import type { LoadedModel } from './index.ts';
import { copies, type EntryInput, failure, flatImages, imageGraph, loadGraph } from './tiny-models.fixture.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-onnx-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function load(graph: GraphSpec, more: EntryInput = {}): Promise<LoadedModel> {
  return loadGraph(folder, graph, more);
}

describe('features', () => {
  test('an image model gives embeddings, and the softmax of its logits', async () => {
    const { backend, image, modality } = await load(imageGraph());
    expect(modality).toBe('image');
    expect(image?.size).toEqual([2, 2]);
    expect(backend.widths).toEqual({ embedding: 3, probabilities: 2 });
    const { embeddings, probabilities } = await backend.run(flatImages([1, 2, 3], [7, 3, 4]));
    expect(embeddings).toEqual({ data: new Float32Array([1, 2, 3, 7, 3, 4]), rows: 2, columns: 3 });
    // logits (1, 5) and (7, 7)
    expect(probabilities?.data[0]).toBeCloseTo(1 / (1 + Math.exp(4)), 6);
    expect([...(probabilities?.data.slice(2) ?? [])]).toEqual([0.5, 0.5]);
    await backend.close();
  });

  test('an empty batch gives no rows', async () => {
    const { backend } = await load(imageGraph());
    const { embeddings, probabilities } = await backend.run(flatImages());
    expect([embeddings?.rows, probabilities?.rows]).toEqual([0, 0]);
    await backend.close();
  });

  test('a model with one of the two outputs serves that one', async () => {
    const pixels: ValueSpec = { name: 'pixels', type: 'float32', shape: ['N', 3, 1, 1] };
    const batch: Batch = { kind: 'tensor', data: new Float32Array([0.5, 0.25, 0.25]), shape: [3, 1, 1], size: 1 };

    const probabilities: ValueSpec = { name: 'probabilities', type: 'float32', shape: ['N', 3, 1, 1] };
    const classifier = await load(copies(pixels, [probabilities]));
    expect(classifier.backend.widths).toEqual({ embedding: 0, probabilities: 3 });
    // trailing axes of length 1 do not count
    expect((await classifier.backend.run(batch)).probabilities?.data).toEqual(new Float32Array([0.5, 0.25, 0.25]));
    expect((await classifier.backend.run(batch)).embeddings).toBeUndefined();
    await classifier.backend.close();

    const encoder = await load(copies(pixels, [{ ...probabilities, name: 'embedding' }]));
    expect(encoder.backend.widths).toEqual({ embedding: 3, probabilities: 0 });
    expect((await encoder.backend.run(batch)).probabilities).toBeUndefined();
    await encoder.backend.close();
  });

  test('outputs are found by the names the entry gives, before the names the graph has', async () => {
    const graph: GraphSpec = {
      inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 3, 1, 1] }],
      outputs: ['logits', 'scores'].map((name) => ({ name, type: 'float32', shape: ['N', 3] })),
      nodes: [
        { op: 'Flatten', inputs: ['pixels'], outputs: ['scores'] },
        { op: 'Neg', inputs: ['scores'], outputs: ['logits'] },
      ],
    };
    const { backend } = await load(graph, { outputs: { logits: 'scores', embedding: 'logits' } });
    const data = new Float32Array([0, 0, Math.log(2)]);
    const { embeddings, probabilities } = await backend.run({ kind: 'tensor', data, shape: [3, 1, 1], size: 1 });
    expect(embeddings?.data[2]).toBeCloseTo(-Math.log(2), 6);
    expect([...(probabilities?.data ?? [])].map((p) => p.toFixed(5))).toEqual(['0.25000', '0.25000', '0.50000']);
    await backend.close();
  });

  test('rows that are not finite pass through beside healthy ones', async () => {
    const { backend } = await load(imageGraph());
    const { embeddings, probabilities } = await backend.run(flatImages([1, 1, 1], [Number.NaN, 1, 1], [2, 2, 2]));
    expect([...(embeddings?.data ?? [])].map(Number.isFinite)).toEqual([
      ...[true, true, true],
      ...[false, true, true],
      ...[true, true, true],
    ]);
    expect([...(probabilities?.data ?? [])].map(Number.isFinite)).toEqual([true, true, false, false, true, true]);
    await backend.close();
  });

  test('token embeddings of an image are averaged, or the first is taken', async () => {
    // [N, 3, 1, 2] read as three tokens of width 2
    const graph: GraphSpec = {
      inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 3, 1, 2] }],
      outputs: [{ name: 'embedding', type: 'float32', shape: ['N', 3, 2] }],
      nodes: [{ op: 'Reshape', inputs: ['pixels', 'shape'], outputs: ['embedding'] }],
      constants: [{ name: 'shape', shape: [3], data: new BigInt64Array([-1n, 3n, 2n]) }],
    };
    const batch: Batch = { kind: 'tensor', data: new Float32Array([1, 2, 3, 4, 8, 9]), shape: [3, 1, 2], size: 1 };
    const mean = await load(graph);
    expect((await mean.backend.run(batch)).embeddings?.data).toEqual(new Float32Array([4, 5]));
    await mean.backend.close();
    const cls = await load(graph, { outputs: { pooling: 'cls' } });
    expect((await cls.backend.run(batch)).embeddings?.data).toEqual(new Float32Array([1, 2]));
    await cls.backend.close();
  });
});

describe('batches', () => {
  test.each([1, 2])('a graph for exactly %d items runs batches of any size', async (fixed) => {
    const { backend, fixedBatch } = await load(imageGraph([fixed, 3, 2, 2], fixed));
    expect(fixedBatch).toBe(fixed);
    const { embeddings } = await backend.run(flatImages([1, 2, 3], [4, 5, 6], [7, 8, 9]));
    expect(embeddings?.data).toEqual(new Float32Array([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    await backend.close();
  });

  test('a uint8 graph is fed the raw pixels, rounded', async () => {
    const graph: GraphSpec = {
      inputs: [{ name: 'pixels', type: 'uint8', shape: ['N', 1, 1, 3] }],
      outputs: [{ name: 'embedding', type: 'float32', shape: ['N', 3] }],
      nodes: [
        { op: 'Cast', inputs: ['pixels'], outputs: ['numbers'], attributes: { to: { int: 1 } } },
        { op: 'Flatten', inputs: ['numbers'], outputs: ['embedding'] },
      ],
    };
    const { backend } = await load(graph, { input: { layout: 'NHWC', mean: 0, std: 1 } });
    const batch: Batch = { kind: 'tensor', data: new Float32Array([0, 127.6, 255]), shape: [1, 1, 3], size: 1 };
    expect((await backend.run(batch)).embeddings?.data).toEqual(new Float32Array([0, 128, 255]));
    await backend.close();

    const text = await failure(load(graph, { input: { layout: 'NHWC' } }), 'MODEL_SHAPE');
    expect(text).toContain('mean: 0 and std: 1');
  });

  test('a batch of another shape or kind is refused', async () => {
    const { backend } = await load(imageGraph());
    const wide: Batch = { kind: 'tensor', data: new Float32Array(18), shape: [3, 2, 3], size: 1 };
    expect(await failure(backend.run(wide), 'MODEL_SHAPE')).toContain('[3, 2, 2]');
    await failure(backend.run({ kind: 'text', texts: ['a'] }), 'MODEL_SHAPE');
    await backend.close();
  });

  test('a graph that fails on a batch reports what ONNX Runtime said', async () => {
    // an image of ones reaches row 1 of a table with one row
    const graph: GraphSpec = {
      inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 3, 1, 1] }],
      outputs: [{ name: 'embedding', type: 'float32', shape: ['N', 3] }],
      nodes: [
        { op: 'Cast', inputs: ['pixels'], outputs: ['ids'], attributes: { to: { int: 7 } } },
        { op: 'Flatten', inputs: ['ids'], outputs: ['flat'] },
        { op: 'Gather', inputs: ['table', 'flat'], outputs: ['embedding'] },
      ],
      constants: [{ name: 'table', shape: [1], data: new Float32Array([5]) }],
    };
    const { backend } = await load(graph);
    const batch: Batch = { kind: 'tensor', data: new Float32Array([1, 1, 1]), shape: [3, 1, 1], size: 1 };
    expect(await failure(backend.run(batch), 'INFER_FAILED')).toContain('indices element out of data bounds');
    await backend.close();
  });
});
