import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Batch, type ErrorCode, isAlaasError, modelEntrySchema } from '@alaas/core';
import { expect } from 'vitest';
import { encodeModel, type GraphSpec, type ValueSpec } from '../compute/index.ts';
import { type LoadedModel, type LocatedModel, loadModel, locateModel } from './index.ts';

/** What a user writes about a model, beside its name. */
export type EntryInput = Readonly<Record<string, unknown>>;

/** Finds a model whose paths start at `folder`, and which must need no network. */
export async function locateIn(folder: string, entry: EntryInput): Promise<LocatedModel> {
  return locateModel(modelEntrySchema.parse(entry), {
    folder,
    cache: join(folder, 'cache'),
    read: () => Promise.reject(new Error('nothing here is remote')),
    signal: new AbortController().signal,
  });
}

/** Writes a graph as `net.onnx` into the folder and loads it with one thread. */
export async function loadGraph(folder: string, graph: GraphSpec, more: EntryInput = {}): Promise<LoadedModel> {
  await writeFile(join(folder, 'net.onnx'), encodeModel(graph));
  const located = await locateIn(folder, { name: 'net', hub: 'file:net.onnx', ...more });
  return loadModel(located, { threads: 1, device: 'cpu' });
}

/** The text of the AlaasError that `work` fails with; fails the test for any other outcome. */
export async function failure(work: Promise<unknown>, code: ErrorCode): Promise<string> {
  const error = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );
  expect(error).toSatisfy((thrown) => isAlaasError(thrown, code), `is ${code}, was ${String(error)}`);
  return String(error);
}

/** Channel means as the embedding, and two logits: the first mean, and the sum of the others. */
export function imageGraph(shape: ValueSpec['shape'] = ['N', 3, 2, 2], rows: number | string = 'N'): GraphSpec {
  return {
    inputs: [{ name: 'pixels', type: 'float32', shape }],
    outputs: [
      { name: 'embedding', type: 'float32', shape: [rows, 3] },
      { name: 'logits', type: 'float32', shape: [rows, 2] },
    ],
    nodes: [
      { op: 'GlobalAveragePool', inputs: ['pixels'], outputs: ['means'] },
      { op: 'Flatten', inputs: ['means'], outputs: ['embedding'], attributes: { axis: { int: 1 } } },
      { op: 'MatMul', inputs: ['embedding', 'w'], outputs: ['logits'] },
    ],
    constants: [{ name: 'w', shape: [3, 2], data: new Float32Array([1, 0, 0, 1, 0, 1]) }],
  };
}

/** Images of 3 x 2 x 2 whose channels are constant. */
export function flatImages(...channels: [number, number, number][]): Batch {
  const data = Float32Array.from(channels.flatMap((rgb) => rgb.flatMap((value) => [value, value, value, value])));
  return { kind: 'tensor', data, shape: [3, 2, 2], size: channels.length };
}

/** Outputs that are copies of one input, under other names. */
export function copies(input: ValueSpec, outputs: readonly ValueSpec[]): GraphSpec {
  const nodes = outputs.map(({ name }) => ({ op: 'Identity', inputs: [input.name], outputs: [name] }));
  return { inputs: [input], outputs, nodes };
}

/** A table of token embeddings: (id, id squared) for ids 0 to 15. */
export const squaresTable = {
  name: 'table',
  shape: [16, 2],
  data: Float32Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? i / 2 : ((i - 1) / 2) ** 2)),
};

const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'red', 'green', 'blue', 'a'];

/** A tokenizer.json: red, green and blue are 4, 5 and 6, between 2 and 3. */
export const tinyTokenizer = {
  version: '1.0',
  added_tokens: [],
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
};
