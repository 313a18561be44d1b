import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlaasError, modelEntrySchema } from '@alaas/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadFromHub } from './huggingface-hub.ts';
import type { LocateOptions } from './model-backend.ts';
import { failure } from './tiny-models.fixture.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';
const graph = 'the graph';
const entry = modelEntrySchema.parse({ name: 'tiny', hub: 'hf:acme/tiny' });

let cache: string;
let reads: string[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'alaas-hub-'));
  reads = [];
});
afterEach(() => rm(cache, { recursive: true, force: true }));

function sum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const files = [
  { rfilename: 'README.md' },
  { rfilename: 'config.json' },
  { rfilename: 'tokenizer.json' },
  { rfilename: 'model.safetensors', lfs: { sha256: sum('weights') } },
  { rfilename: 'onnx/model.onnx', lfs: { sha256: sum(graph) } },
  { rfilename: 'onnx/model.onnx_data' },
  { rfilename: 'onnx/model_quantized.onnx' },
  { rfilename: 'onnx/model.onnx/../../../../outside.json' },
];

/** A hub that answers from a table of paths. */
function hub(answers: Readonly<Record<string, unknown>>): LocateOptions {
  return {
    folder: cache,
    cache,
    signal: new AbortController().signal,
    async read(uri) {
      const path = uri.replace('https://huggingface.co/', '');
      reads.push(path);
      const answer = answers[path];
      if (answer instanceof Error) throw answer;
      if (answer === undefined) throw new AlaasError('SOURCE_NOT_FOUND', 'The host answered 404.');
      return new TextEncoder().encode(typeof answer === 'string' ? answer : JSON.stringify(answer));
    },
  };
}

const listing = 'api/models/acme/tiny/revision/main?blobs=true';
const file = (name: string): string => `acme/tiny/resolve/${sha}/${name}`;
const whole = {
  [listing]: { sha, siblings: files },
  [file('config.json')]: '{}',
  [file('tokenizer.json')]: '{"model":{}}',
  [file('onnx/model.onnx')]: graph,
  [file('onnx/model.onnx_data')]: 'more weights',
};

function download(options: LocateOptions): Promise<string> {
  return downloadFromHub(entry, 'acme/tiny', options);
}

test('configuration, tokenizer and graph are fetched at one commit, and nothing else', async () => {
  const folder = await download(hub(whole));
  expect(reads.toSorted()).toEqual(Object.keys(whole).toSorted());
  expect((await readdir(folder)).toSorted()).toEqual(['config.json', 'onnx', 'tokenizer.json']);
  expect(await readFile(join(folder, 'onnx', 'model.onnx'), 'utf8')).toBe(graph);
});

test('the second call asks nobody', async () => {
  const folder = await download(hub(whole));
  reads = [];
  expect(await download(hub({}))).toBe(folder);
  expect(reads).toEqual([]);
});

test('revisions are kept apart', async () => {
  const main = await download(hub(whole));
  const at = { ...whole, 'api/models/acme/tiny/revision/refs%2Fpr%2F1?blobs=true': whole[listing] };
  expect(await downloadFromHub(entry, 'acme/tiny@refs/pr/1', hub(at))).not.toBe(main);
});

test('calls at the same time end with one whole folder', async () => {
  const options = hub(whole);
  const folders = await Promise.all([1, 2, 3].map(() => download(options)));
  expect(new Set(folders).size).toBe(1);
  expect(await readdir(join(folders[0] ?? '', '..'))).toEqual(['main']);
});

test('the quantized graph serves where there is no other', async () => {
  const siblings = [{ rfilename: 'config.json' }, { rfilename: 'onnx/model_quantized.onnx' }];
  const answers = { ...whole, [listing]: { sha, siblings }, [file('onnx/model_quantized.onnx')]: 'q' };
  const folder = await download(hub(answers));
  expect(await readdir(join(folder, 'onnx'))).toEqual(['model_quantized.onnx']);
});

test('a model that does not exist, or has no ONNX export, says what to do', async () => {
  expect(await failure(download(hub({})), 'MODEL_MISSING')).toContain('acme/tiny');
  const answers = { [listing]: { sha, siblings: [{ rfilename: 'config.json' }] } };
  expect(await failure(download(hub(answers)), 'MODEL_MISSING')).toContain('optimum-cli export onnx');
});

test('an answer that is not a listing is refused', async () => {
  for (const answer of ['<html>', 'null', { sha: '../x', siblings: [] }, { sha }]) {
    expect(await failure(download(hub({ [listing]: answer })), 'MODEL_MISSING')).toContain('files of a model');
  }
});

test('a file with another checksum is refused and leaves nothing behind', async () => {
  const text = await failure(download(hub({ ...whole, [file('onnx/model.onnx')]: 'tampered' })), 'MODEL_CHECKSUM');
  expect(text).toContain(sum(graph));
  expect(await readdir(join(cache, 'huggingface', 'acme%2Ftiny'))).toEqual([]);
});

test('a hub out of reach says how to do without it', async () => {
  const offline = new AlaasError('SOURCE_UNREACHABLE', 'huggingface.co cannot be reached.');
  const text = await failure(download(hub({ [listing]: offline })), 'SOURCE_UNREACHABLE');
  expect(text).toContain('hub: file:FOLDER');
});

test('a download that breaks off leaves nothing behind', async () => {
  const reset = new AlaasError('SOURCE_RESET', 'The connection was reset.');
  await failure(download(hub({ ...whole, [file('onnx/model.onnx_data')]: reset })), 'SOURCE_RESET');
  expect(await readdir(join(cache, 'huggingface', 'acme%2Ftiny'))).toEqual([]);
});
