import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema, type Item, modelEntrySchema, type QueryResult, type WrapChoice } from '@alaas/core';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { encodeModel, type GraphSpec } from './compute/index.ts';
import { rgbPng } from './decode/test-images.ts';
import type { Engine, Watch } from './engine.ts';
import { openEngine } from './open-engine.ts';

const { limits, sources } = configSchema.parse({});
const silent: Watch = { signal: new AbortController().signal, onProgress: () => undefined };

/** A classifier of colours without an embedding: the mean of red, of green and of blue, each ten times, as logits. */
const colours: GraphSpec = {
  inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 3, 2, 2] }],
  outputs: [{ name: 'logits', type: 'float32', shape: ['N', 3] }],
  nodes: [
    { op: 'GlobalAveragePool', inputs: ['pixels'], outputs: ['pooled'] },
    { op: 'Flatten', inputs: ['pooled'], outputs: ['means'], attributes: { axis: { int: 1 } } },
    { op: 'Mul', inputs: ['means', 'ten'], outputs: ['logits'] },
  ],
  constants: [{ name: 'ten', shape: [1], data: Float32Array.of(10) }],
};

const channels = ['rouge', 'amber-green', 'bleu'];

/** A picture whose every pixel is of one channel; `shade` tells it from others. */
function picture(channel: number, shade: number, label?: string): Item {
  const pixel = [0, 1, 2].map((c) => (c === channel ? 255 - shade : 0)) as [number, number, number];
  const id = `${channels[channel]} ${shade}`;
  return {
    id,
    uri: `test:${id}`,
    bytes: rgbPng([Array(2).fill(pixel), Array(2).fill(pixel)]),
    ...(label && { label }),
  };
}

let engine: Engine;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alaas-test-'));
  await writeFile(join(folder, 'colours.onnx'), encodeModel(colours));
  engine = await openEngine({ storage: join(folder, 'store'), limits, sources, replicas: 1, folder });
  return async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  };
});

afterEach(() => engine.deleteDataset('d'));

/** A dataset with six pictures of each colour; `labelled` of the first ones of each have their label. */
async function add(labelled: readonly number[], names: readonly string[] = channels): Promise<void> {
  engine.createDataset('d', entry(), 'local');
  const items = [0, 1, 2].flatMap((channel) =>
    Array.from({ length: 6 }, (_, i) => picture(channel, i, i < (labelled[channel] ?? 0) ? names[channel] : undefined)),
  );
  await engine.addItems('d', { items }, silent);
}

function entry(labels?: readonly string[]) {
  return modelEntrySchema.parse({ name: 'colours', hub: 'file:colours.onnx', ...(labels && { labels }) });
}

const balanced: WrapChoice[] = [{ type: 'class-balance', options: {} }];

function ask(labels: readonly string[] | undefined, wrap = balanced): Promise<QueryResult> {
  const strategy = { type: 'random', options: {}, wrap };
  const query = { dataset: 'd', budget: 4, strategy, model: entry(labels), learner: 'softmax-regression', seed: 1 };
  return engine.query({ ...query, keepDuplicates: false }, silent);
}

function coloursOf({ picks }: QueryResult): string[] {
  return picks.map(({ id }) => id.replace(/ \d+$/, '')).sort();
}

it('counts labels as the model does, whatever order their names have', async () => {
  // sorted by name, amber-green and bleu would be the first two, and bleu would seem to be missing
  await add([0, 4, 4]);
  expect(coloursOf(await ask(channels))).toEqual(Array(4).fill('rouge'));
});

it('takes a label that the model does not know for none of its classes', async () => {
  // purple would be a fourth class: of rouge and amber-green there are 3 each, of bleu none
  await add([3, 3, 3], ['rouge', 'amber-green', 'purple']);
  expect(coloursOf(await ask(channels)).filter((name) => name === 'bleu')).toHaveLength(3);
});

it('refuses what has to match labels with classes that nobody names, before the scan', async () => {
  await add([4, 4, 0]);
  const work = ask(undefined);
  await expect(work).rejects.toMatchObject({ code: 'STRATEGY_NEEDS' });
  await expect(work).rejects.toThrow(/class-balance matches the labels of items .*"labels" in the model's entry/);
  expect(engine.dataset('d').ready).toBe(0);
  // what matches nothing goes on
  expect((await ask(undefined, [])).picks).toHaveLength(4);
  // and without a label there is nothing to match
  engine.deleteDataset('d');
  await add([0, 0, 0]);
  expect((await ask(undefined)).picks).toHaveLength(4);
});

it('refuses labels of which the model knows none, and labels for another number of classes', async () => {
  await add([2, 2, 0], ['red', 'green', 'blue']);
  await expect(ask(channels)).rejects.toMatchObject({ code: 'INVALID_LABELS' });
  await expect(ask(channels)).rejects.toThrow(/labelled green, red, and the model knows rouge, amber-green, bleu/);
  await expect(ask(['rouge', 'bleu'])).rejects.toMatchObject({ code: 'MODEL_SHAPE' });
});
