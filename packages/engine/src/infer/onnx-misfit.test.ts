import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GraphSpec, ValueSpec } from '../compute/index.ts';
import type { LoadedModel } from './index.ts';
import { copies, type EntryInput, failure, imageGraph, loadGraph } from './tiny-models.fixture.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-misfit-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function load(graph: GraphSpec, more: EntryInput = {}): Promise<LoadedModel> {
  return loadGraph(folder, graph, more);
}

describe('a graph that does not fit its entry', () => {
  const cases: [string, EntryInput, ValueSpec['shape'], string][] = [
    ['another size', { input: { size: [128, 128] } }, ['N', 3, 224, 224], 'size: [224, 224]'],
    ['an open size', {}, ['N', 3, 'H', 'W'], 'size: [HEIGHT, WIDTH]'],
    ['channels last', {}, ['N', 2, 2, 3], 'layout: NHWC'],
    ['channels first', { input: { layout: 'NHWC' } }, ['N', 3, 2, 2], 'layout: NCHW'],
    ['one channel', {}, ['N', 1, 2, 2], 'channels: GRAY'],
    ['three channels', { input: { channels: 'GRAY' } }, ['N', 3, 2, 2], 'channels: RGB'],
    ['seven channels', {}, ['N', 7, 2, 2], '1 or 3 channels'],
    ['a flat input', {}, ['N', 12], 'not an image model'],
    ['an unknown input name', { input: { name: 'image' } }, ['N', 3, 2, 2], 'no input "image"'],
  ];
  test.each(cases)('%s: the message says what to write', async (_what, more, shape, advice) => {
    const graph = copies({ name: 'x', type: 'float32', shape }, [{ name: 'embedding', type: 'float32', shape }]);
    expect(await failure(load(graph, more), 'MODEL_SHAPE')).toContain(advice);
  });

  test('an input that is neither float32 nor uint8 is refused', async () => {
    const graph = copies({ name: 'x', type: 'int64', shape: ['N', 3, 2, 2] }, [
      { name: 'embedding', type: 'int64', shape: ['N', 3, 2, 2] },
    ]);
    expect(await failure(load(graph), 'MODEL_SHAPE')).toContain('float32');
  });

  test('two inputs are one too many', async () => {
    const graph = imageGraph();
    const two = { ...graph, inputs: [...graph.inputs, { name: 'extra', type: 'float32' as const, shape: [1] }] };
    expect(await failure(load(two), 'MODEL_SHAPE')).toContain('extra float32 [1]');
  });

  test('a declared output that does not exist is answered with the outputs there are', async () => {
    const text = await failure(load(imageGraph(), { outputs: { logits: 'scores' } }), 'MODEL_OUTPUT');
    expect(text).toContain('"scores"');
    expect(text).toContain('embedding float32 [N, 3]; logits float32 [N, 2]');
  });

  test('unnamed outputs with other names are answered with what to write', async () => {
    const graph = copies({ name: 'x', type: 'float32', shape: ['N', 3, 1, 1] }, [
      { name: 'output_0', type: 'float32', shape: ['N', 3, 1, 1] },
    ]);
    const text = await failure(load(graph), 'MODEL_OUTPUT');
    expect(text).toContain('output_0 float32 [N, 3, 1, 1]');
    expect(text).toContain('outputs: {');
  });

  test('an output with one row for any number of items is refused', async () => {
    const graph: GraphSpec = {
      inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 3, 2, 2] }],
      outputs: [{ name: 'embedding', type: 'float32', shape: [1, 3] }],
      nodes: [{ op: 'Identity', inputs: ['constant'], outputs: ['embedding'] }],
      constants: [{ name: 'constant', shape: [1, 3], data: new Float32Array(3) }],
    };
    expect(await failure(load(graph), 'MODEL_SHAPE')).toContain('[1, 3] for 2 items');
  });

  test('a feature map is no embedding', async () => {
    const graph = copies({ name: 'pixels', type: 'float32', shape: ['N', 3, 2, 2] }, [
      { name: 'embedding', type: 'float32', shape: ['N', 3, 2, 2] },
    ]);
    expect(await failure(load(graph), 'MODEL_SHAPE')).toContain('an embedding is [N, D]');
  });

  test('a graph whose layers cannot take its input is refused before any item is fetched', async () => {
    const graph: GraphSpec = {
      inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 3, 'H', 'W'] }],
      outputs: [{ name: 'embedding', type: 'float32', shape: ['N', 'D'] }],
      nodes: [
        { op: 'Flatten', inputs: ['pixels'], outputs: ['flat'] },
        { op: 'MatMul', inputs: ['flat', 'w'], outputs: ['embedding'] },
      ],
      constants: [{ name: 'w', shape: [12, 1], data: new Float32Array(12) }],
    };
    const { backend } = await load(graph, { input: { size: [2, 2] } });
    expect(backend.widths.embedding).toBe(1);
    await backend.close();
    expect(await failure(load(graph, { input: { size: [4, 4] } }), 'MODEL_SHAPE')).toContain('blank batch');
  });
});
