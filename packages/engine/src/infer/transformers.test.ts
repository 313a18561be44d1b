import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeModel, type GraphSpec } from '../compute/index.ts';
import { type LoadedModel, type LocatedModel, loadModel } from './index.ts';
import { type EntryInput, failure, locateIn, squaresTable, tinyTokenizer } from './tiny-models.fixture.ts';
import { importTransformers } from './transformers-library.ts';

const tokenizerConfig = {
  tokenizer_class: 'BertTokenizer',
  pad_token: '[PAD]',
  unk_token: '[UNK]',
  model_max_length: 6,
};

/** Token embeddings (id, id squared), and as logits the id of the first token and that of the second. */
const textGraph: GraphSpec = {
  inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) => ({ name, type: 'int64', shape: ['N', 'T'] })),
  outputs: [
    { name: 'logits', type: 'float32', shape: ['N', 2] },
    { name: 'last_hidden_state', type: 'float32', shape: ['N', 'T', 2] },
  ],
  nodes: [
    { op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] },
    { op: 'Cast', inputs: ['input_ids'], outputs: ['numbers'], attributes: { to: { int: 1 } } },
    { op: 'Slice', inputs: ['numbers', 'from', 'to', 'axis'], outputs: ['logits'] },
  ],
  constants: [
    squaresTable,
    { name: 'from', shape: [1], data: new BigInt64Array([0n]) },
    { name: 'to', shape: [1], data: new BigInt64Array([2n]) },
    { name: 'axis', shape: [1], data: new BigInt64Array([1n]) },
  ],
};

/** Channel means, as a pooled feature map [N x 3 x 1 x 1] and as logits [N x 3]. */
const imageGraph: GraphSpec = {
  inputs: [{ name: 'pixel_values', type: 'float32', shape: ['N', 3, 'H', 'W'] }],
  outputs: [
    { name: 'logits', type: 'float32', shape: ['N', 3] },
    { name: 'pooler_output', type: 'float32', shape: ['N', 3, 1, 1] },
  ],
  nodes: [
    { op: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['pooler_output'] },
    { op: 'Flatten', inputs: ['pooler_output'], outputs: ['logits'] },
  ],
};

let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'alaas-transformers-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async ({ task }) => {
  folder = join(root, task.id);
  await mkdir(join(folder, 'onnx'), { recursive: true });
});

async function writeJson(name: string, value: unknown): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify(value));
}

async function writeText(architecture: string): Promise<void> {
  await writeJson('config.json', { model_type: 'bert', architectures: [architecture] });
  await writeJson('tokenizer.json', tinyTokenizer);
  await writeJson('tokenizer_config.json', tokenizerConfig);
  await writeFile(join(folder, 'onnx', 'model.onnx'), encodeModel(textGraph));
}

async function writeImage(architecture: string): Promise<void> {
  await writeJson('config.json', { model_type: 'vit', architectures: [architecture] });
  const normalization = { image_mean: [0, 0, 0], image_std: [1, 1, 1] };
  await writeJson('preprocessor_config.json', { size: { height: 2, width: 2 }, resample: 3, ...normalization });
  await writeFile(join(folder, 'onnx', 'model.onnx'), encodeModel(imageGraph));
}

function locate(more: EntryInput = {}): Promise<LocatedModel> {
  return locateIn(folder, { name: 'tiny', hub: 'file:.', ...more });
}

async function load(more: EntryInput = {}): Promise<LoadedModel> {
  return loadModel(await locate(more), { threads: 1, device: 'cpu' });
}

describe('texts', () => {
  test('a classifier gives probabilities, and the embeddings that its graph has', async () => {
    await writeText('BertForSequenceClassification');
    const { backend, modality } = await load();
    expect(modality).toBe('text');
    expect(backend.widths).toEqual({ embedding: 2, probabilities: 2 });
    const { embeddings, probabilities } = await backend.run({ kind: 'text', texts: ['red', 'Green blue'] });
    // [2 4 3] and [2 5 6 3]
    expect(embeddings?.data).toEqual(new Float32Array([3, (4 + 16 + 9) / 3, 4, (4 + 25 + 36 + 9) / 4]));
    expect(probabilities?.data[0]).toBeCloseTo(1 / (1 + Math.exp(2)), 6);
    expect(probabilities?.data[2]).toBeCloseTo(1 / (1 + Math.exp(3)), 6);
    await backend.close();
  });

  test('a classifier says what its classes are called, unless its entry does; an encoder has none', async () => {
    await writeText('BertForSequenceClassification');
    expect((await locate()).labels).toBeUndefined();
    const named = (architecture: string) =>
      writeJson('config.json', {
        model_type: 'bert',
        architectures: [architecture],
        id2label: { 1: 'spam', 0: 'ham' },
      });
    await named('BertForSequenceClassification');
    expect((await locate()).labels).toEqual(['ham', 'spam']);
    expect((await locate({ labels: ['no', 'yes'] })).labels).toEqual(['no', 'yes']);
    await named('BertModel');
    expect((await locate()).labels).toBeUndefined();
  });

  test('an encoder gives embeddings only, averaged or of the first token', async () => {
    await writeText('BertModel');
    const mean = await load();
    expect(mean.backend.widths).toEqual({ embedding: 2, probabilities: 0 });
    await mean.backend.close();
    const cls = await load({ outputs: { pooling: 'cls' } });
    const { embeddings } = await cls.backend.run({ kind: 'text', texts: ['red green'] });
    expect(embeddings?.data).toEqual(new Float32Array([2, 4]));
    await cls.backend.close();
  });

  test('a text longer than the model takes keeps its closing token', async () => {
    await writeText('BertModel');
    const { backend } = await load();
    const { embeddings } = await backend.run({ kind: 'text', texts: ['red red red red red red'] });
    // the tokenizer's own limit is 6: [2 4 4 4 4 3]
    expect(embeddings?.data[0]).toBe(3.5);
    await backend.close();
  });
});

describe('images', () => {
  test('a classifier states its preprocessing and takes tensors', async () => {
    await writeImage('ViTForImageClassification');
    const { backend, image, modality } = await load();
    expect(modality).toBe('image');
    expect(image).toMatchObject({ size: [2, 2], resize: 'cubic', mean: [0, 0, 0], std: [255, 255, 255] });
    const data = new Float32Array([1, 2, 3, 2, 0, 0, 0, 0, 5, 5, 5, 5]);
    const { embeddings, probabilities } = await backend.run({ kind: 'tensor', data, shape: [3, 2, 2], size: 1 });
    expect(embeddings?.data).toEqual(new Float32Array([2, 0, 5]));
    const sum = Math.exp(2) + 1 + Math.exp(5);
    expect(probabilities?.data[2]).toBeCloseTo(Math.exp(5) / sum, 6);
    await backend.close();
  });

  test('without a head the task is feature extraction, and what the entry declares goes first', async () => {
    await writeImage('ViTModel');
    const { backend, image } = await load({ input: { size: [4, 4], mean: 1, std: 2 } });
    expect(image).toMatchObject({ size: [4, 4], mean: 1, std: 2 });
    expect(backend.widths).toEqual({ embedding: 3, probabilities: 0 });
    await backend.close();
  });
});

describe('the digest', () => {
  test('follows the weights, the files that configure the model, and what is declared', async () => {
    await writeText('BertModel');
    const digests = [await locate(), await locate({ max_tokens: 5 }), await locate({ task: 'text-classification' })];
    await writeJson('tokenizer_config.json', { ...tokenizerConfig, do_lower_case: false });
    digests.push(await locate());
    await writeFile(join(folder, 'onnx', 'model.onnx'), encodeModel({ ...textGraph, opset: 16 }));
    digests.push(await locate());
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(5);
  });
});

describe('bad models', () => {
  test('a folder without config.json, or without a graph, names the file', async () => {
    expect(await failure(locate(), 'MODEL_MISSING')).toContain('config.json');
    await writeJson('config.json', { model_type: 'bert' });
    expect(await failure(locate(), 'MODEL_MISSING')).toContain(join(folder, 'onnx', 'model.onnx'));
  });

  test('a config.json that is not JSON is named', async () => {
    await writeFile(join(folder, 'config.json'), '{');
    expect(await failure(locate(), 'MODEL_INVALID')).toContain(join(folder, 'config.json'));
  });

  test('an unknown task is answered with the nearest', async () => {
    await writeText('BertModel');
    expect(await failure(locate({ task: 'text-clasification' }), 'INVALID_CONFIG')).toContain('"text-classification"');
  });

  test('a damaged graph is named', async () => {
    await writeText('BertModel');
    await writeFile(join(folder, 'onnx', 'model.onnx'), 'damaged');
    expect(await failure(load(), 'MODEL_INVALID')).toContain(folder);
  });

  test('a missing tokenizer is named', async () => {
    await writeText('BertModel');
    await rm(join(folder, 'tokenizer.json'));
    expect(await failure(load(), 'MODEL_INVALID')).toContain('tokenizer.json');
  });

  test('a classifier of a kind the library does not know is refused', async () => {
    await writeText('BertModel');
    await writeJson('config.json', { model_type: 'unheard-of' });
    expect(await failure(load({ task: 'text-classification' }), 'MODEL_INVALID')).toContain('unheard-of');
  });
});

test('without the library the message says how to install it', async () => {
  const absent = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  const text = await failure(
    importTransformers(() => Promise.reject(absent)),
    'MODEL_DEPENDENCY',
  );
  expect(text).toContain('npm install @huggingface/transformers');
  const broken = new Error('broken for another reason');
  await expect(importTransformers(() => Promise.reject(broken))).rejects.toBe(broken);
});
