import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeModel, type GraphSpec, type ValueSpec } from '../compute/index.ts';
import type { LoadedModel, LocatedModel } from './index.ts';
import { type EntryInput, failure, loadGraph, locateIn, squaresTable, tinyTokenizer } from './tiny-models.fixture.ts';

let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'alaas-text-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async ({ task }) => {
  folder = join(root, task.id);
  await mkdir(folder);
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer));
});

function ids(name: string, shape: ValueSpec['shape'] = ['N', 'T'], type: 'int64' | 'int32' = 'int64'): ValueSpec {
  return { name, type, shape };
}

/** Token embeddings (id, id squared), [N x T x 2]. */
function tokenGraph(inputs: readonly ValueSpec[] = [ids('input_ids'), ids('attention_mask')]): GraphSpec {
  return {
    inputs,
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['N', 'T', 2] }],
    nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] }],
    constants: [squaresTable],
  };
}

/** Sums of the inputs over the row: [ids, mask, types] as the embedding. */
function sumGraph(inputs: readonly ValueSpec[]): GraphSpec {
  const sums = inputs.map(({ name }) => `sum_${name}`);
  return {
    inputs,
    outputs: [{ name: 'embedding', type: 'float32', shape: ['N', inputs.length] }],
    nodes: [
      ...inputs.flatMap(({ name }) => [
        { op: 'Cast', inputs: [name], outputs: [`real_${name}`], attributes: { to: { int: 1 } } },
        { op: 'ReduceSum', inputs: [`real_${name}`, 'axis'], outputs: [`sum_${name}`] },
      ]),
      { op: 'Concat', inputs: sums, outputs: ['embedding'], attributes: { axis: { int: 1 } } },
    ],
    constants: [{ name: 'axis', shape: [1], data: new BigInt64Array([1n]) }],
  };
}

const tokens = { outputs: { embedding: 'last_hidden_state' } };

async function locate(graph: GraphSpec, more: EntryInput = {}): Promise<LocatedModel> {
  await writeFile(join(folder, 'net.onnx'), encodeModel(graph));
  return locateIn(folder, { name: 'net', hub: 'file:net.onnx', ...more });
}

function load(graph: GraphSpec, more: EntryInput = {}): Promise<LoadedModel> {
  return loadGraph(folder, graph, more);
}

async function embed(model: LoadedModel, ...texts: string[]): Promise<number[][]> {
  const { embeddings } = await model.backend.run({ kind: 'text', texts });
  await model.backend.close();
  const width = embeddings?.columns ?? 0;
  return texts.map((_, row) => [...(embeddings?.data.subarray(row * width, (row + 1) * width) ?? [])]);
}

test('token embeddings are averaged over real tokens, special ones included', async () => {
  const model = await load(tokenGraph(), tokens);
  expect(model.modality).toBe('text');
  expect(model.backend.widths).toEqual({ embedding: 2, probabilities: 0 });
  // [2 4 3] and [2 5 6 4 3]
  expect(await embed(model, 'Red', 'green blue red')).toEqual([
    [3, (4 + 16 + 9) / 3].map(Math.fround),
    [4, (4 + 25 + 36 + 16 + 9) / 5],
  ]);
});

test('pooling: cls takes the first token', async () => {
  const model = await load(tokenGraph(), { outputs: { ...tokens.outputs, pooling: 'cls' } });
  expect(await embed(model, 'red', 'blue blue')).toEqual([
    [2, 4],
    [2, 4],
  ]);
});

test('every input that the graph has is fed: ids, mask and types', async () => {
  const model = await load(sumGraph([ids('input_ids'), ids('attention_mask'), ids('token_type_ids')]));
  expect(await embed(model, 'red', 'green blue red')).toEqual([
    [9, 3, 0],
    [20, 5, 0],
  ]);
});

test('a graph with int32 inputs is fed int32', async () => {
  const model = await load(sumGraph([ids('input_ids', ['N', 'T'], 'int32')]));
  expect(await embed(model, 'red')).toEqual([[9]]);
});

test('a graph without a mask never sees padding, and rows keep their order', async () => {
  // padding is id 7, and would show in the sums
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ pad_token: 'a' }));
  const model = await load(sumGraph([ids('input_ids')]));
  expect(await embed(model, 'red', 'green blue red', 'blue', 'red red red')).toEqual([[9], [20], [11], [17]]);
});

test('a longer text loses its end and keeps the closing token', async () => {
  const model = await load(tokenGraph(), { ...tokens, max_tokens: 4 });
  // [2 4 5 3] of [2 4 5 6 6 6 3]
  expect(await embed(model, 'red green blue blue blue')).toEqual([[3.5, (4 + 16 + 25 + 9) / 4]]);
});

test('a graph of fixed length and batch is padded to them', async () => {
  const shape = [2, 5];
  const model = await load(sumGraph([ids('input_ids', shape), ids('attention_mask', shape)]));
  expect(model.fixedBatch).toBe(2);
  expect(await embed(model, 'red', 'blue', 'red green blue blue blue')).toEqual([
    [9, 3],
    [11, 3],
    [2 + 4 + 5 + 6 + 3, 5],
  ]);
});

test('an unknown word is the unknown token, and an empty text its special tokens', async () => {
  const model = await load(sumGraph([ids('input_ids'), ids('attention_mask')]));
  expect(await embed(model, 'purple', '')).toEqual([
    [6, 3],
    [5, 2],
  ]);
});

test('a tokenizer of whole words knows its unknown token too', async () => {
  const { post_processor: _, decoder: __, ...words } = tinyTokenizer;
  const model = { type: 'WordLevel', vocab: tinyTokenizer.model.vocab, unk_token: '[UNK]' };
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify({ ...words, model }));
  const loaded = await load(sumGraph([ids('input_ids'), ids('attention_mask')]));
  expect(await embed(loaded, 'red purple', 'blue')).toEqual([
    [5, 2],
    [6, 1],
  ]);
});

test('an empty text without special tokens is one token of padding', async () => {
  const { post_processor: _, ...bare } = tinyTokenizer;
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify({ ...bare, padding: { pad_id: 7 } }));
  const model = await load(sumGraph([ids('input_ids'), ids('attention_mask')]));
  expect(await embed(model, '', 'red')).toEqual([
    [7, 1],
    [4, 1],
  ]);
});

test('the tokenizer and its length count in the digest', async () => {
  const { digest, tokenizerPath } = await locate(tokenGraph(), tokens);
  expect(tokenizerPath).toBe(join(folder, 'tokenizer.json'));
  expect((await locate(tokenGraph(), { ...tokens, max_tokens: 9 })).digest).not.toBe(digest);
  await writeFile(join(folder, 'tokenizer_config.json'), '{}');
  expect((await locate(tokenGraph(), tokens)).digest).not.toBe(digest);
});

test('a named tokenizer goes before the one beside the model', async () => {
  await writeFile(join(folder, 'other.json'), JSON.stringify(tinyTokenizer));
  const located = await locate(tokenGraph(), { ...tokens, tokenizer: 'file:other.json' });
  expect(located.tokenizerPath).toBe(join(folder, 'other.json'));
  const text = await failure(locate(tokenGraph(), { tokenizer: 'file:absent.json' }), 'MODEL_MISSING');
  expect(text).toContain(join(folder, 'absent.json'));
});

test('a text graph without a tokenizer says where to put one', async () => {
  await rm(join(folder, 'tokenizer.json'));
  expect(await failure(load(tokenGraph(), tokens), 'MODEL_MISSING')).toContain('tokenizer: file:PATH');
});

test('what is not a tokenizer is named', async () => {
  for (const content of ['{"a":', '[]', '"text"', '{"model":{"type":"Other"}}']) {
    await writeFile(join(folder, 'tokenizer.json'), content);
    expect(await failure(load(tokenGraph(), tokens), 'MODEL_INVALID')).toContain(join(folder, 'tokenizer.json'));
  }
});

test('an image graph with a tokenizer is refused with its inputs', async () => {
  const graph: GraphSpec = {
    inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 3, 2, 2] }],
    outputs: [{ name: 'embedding', type: 'float32', shape: ['N', 3, 2, 2] }],
    nodes: [{ op: 'Identity', inputs: ['pixels'], outputs: ['embedding'] }],
  };
  const text = await failure(load(graph, { tokenizer: 'file:tokenizer.json' }), 'MODEL_SHAPE');
  expect(text).toContain('pixels float32 [N, 3, 2, 2]');
});

test('images are refused', async () => {
  const { backend } = await load(tokenGraph(), tokens);
  await failure(backend.run({ kind: 'pixels', images: [] }), 'MODEL_SHAPE');
  await backend.close();
});
