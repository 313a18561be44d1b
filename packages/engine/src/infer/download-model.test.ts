import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlaasError, isAlaasError, modelEntrySchema } from '@alaas/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadModel } from './download-model.ts';
import { locateModel } from './index.ts';

const url = 'https://models.example/net.onnx';
const content = new TextEncoder().encode('the bytes of a model');
const sha256 = createHash('sha256').update(content).digest('hex');
const { signal } = new AbortController();
let cache: string;
let reads: string[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'alaas-download-'));
  reads = [];
});
afterEach(() => rm(cache, { recursive: true, force: true }));

function download(declared: { sha256?: string }, bytes: Uint8Array = content): Promise<string> {
  const read = async (uri: string): Promise<Uint8Array> => {
    reads.push(uri);
    return bytes;
  };
  const entry = modelEntrySchema.parse({ name: 'net', hub: url, ...declared });
  return downloadModel(entry, url, { folder: cache, cache, read, signal });
}

test('a model is downloaded once and then taken from the cache', async () => {
  const path = await download({ sha256 });
  expect(await readFile(path)).toEqual(Buffer.from(content));
  expect(await download({ sha256: sha256.toUpperCase() })).toBe(path);
  expect(reads).toEqual([url]);
  expect(await readdir(cache)).toEqual([`${sha256}.onnx`]);
});

test('a damaged copy in the cache is replaced', async () => {
  await writeFile(join(cache, `${sha256}.onnx`), 'half of it');
  const path = await download({ sha256 });
  expect(await readFile(path)).toEqual(Buffer.from(content));
});

test('a download with another checksum is refused and leaves nothing behind', async () => {
  const other = new TextEncoder().encode('something else');
  const error = await download({ sha256 }, other).catch((thrown: unknown) => thrown);
  expect(isAlaasError(error, 'MODEL_CHECKSUM')).toBe(true);
  expect(String(error)).toContain(sha256);
  expect(String(error)).toContain(createHash('sha256').update(other).digest('hex'));
  expect(await readdir(cache)).toEqual([]);
});

test('a URL without a checksum is not asked', async () => {
  const error = await download({}).catch((thrown: unknown) => thrown);
  expect(isAlaasError(error, 'INVALID_CONFIG')).toBe(true);
  expect(reads).toEqual([]);
});

test('what the source reports reaches the caller, and the digest does not depend on where the file came from', async () => {
  const entry = modelEntrySchema.parse({ name: 'net', hub: url, sha256 });
  const gone = new AlaasError('SOURCE_NOT_FOUND', 'The host answered 404.');
  const failing = locateModel(entry, { folder: cache, cache, read: () => Promise.reject(gone), signal });
  await expect(failing).rejects.toBe(gone);

  const remote = await locateModel(entry, { folder: cache, cache, read: () => Promise.resolve(content), signal });
  expect(remote).toMatchObject({ kind: 'onnx', path: join(cache, `${sha256}.onnx`) });
  await writeFile(join(cache, 'local.onnx'), content);
  const localEntry = modelEntrySchema.parse({ name: 'net', hub: 'file:local.onnx' });
  const local = await locateModel(localEntry, { folder: cache, cache, read: () => Promise.reject(gone), signal });
  expect(local.digest).toBe(remote.digest);
});
