import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlaasError } from '@alaas/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileDigest, valueDigest } from './file-digest.ts';

const { signal } = new AbortController();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-digest-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('gives the SHA-256 of the content', async () => {
  const path = join(folder, 'abc');
  await writeFile(path, 'abc');
  // the example of FIPS 180-4
  expect(await fileDigest(path, signal)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('a changed file gets a new digest', async () => {
  const path = join(folder, 'changing');
  await writeFile(path, 'one');
  const first = await fileDigest(path, signal);
  await writeFile(path, 'two');
  await utimes(path, 1, 1);
  expect(await fileDigest(path, signal)).not.toBe(first);
});

test('an unchanged file is not read twice', async () => {
  const path = join(folder, 'kept');
  await writeFile(path, 'kept');
  await utimes(path, 5, 5);
  const first = await fileDigest(path, signal);
  // other bytes under the same time and size: only a second read could notice
  await writeFile(path, 'tpek');
  await utimes(path, 5, 5);
  expect(await fileDigest(path, signal)).toBe(first);
});

test('a file that cannot be read is a missing model, named by its path', async () => {
  const error = await fileDigest(join(folder, 'absent'), signal).catch((thrown: unknown) => thrown);
  expect(isAlaasError(error, 'MODEL_MISSING')).toBe(true);
  expect(String(error)).toContain(join(folder, 'absent'));
});

test('stops when aborted', async () => {
  const path = join(folder, 'long');
  await writeFile(path, new Uint8Array(4 * 2 ** 20));
  await expect(fileDigest(path, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});

test('a value has one digest in any order of its keys, with or without undefined members', () => {
  const digest = valueDigest({ b: [1, { d: 2, c: 3 }], a: 'x' });
  expect(valueDigest({ a: 'x', b: [1, { c: 3, d: 2 }], e: undefined })).toBe(digest);
  expect(valueDigest({ a: 'x', b: [1, { c: 3, d: 4 }] })).not.toBe(digest);
});
