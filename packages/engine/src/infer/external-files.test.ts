import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlaasError } from '@alaas/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeModel } from '../compute/index.ts';
import { externalFiles } from './external-files.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-external-'));
  path = join(folder, 'net.onnx');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(locations: readonly string[], inside = new Float32Array(1)): Promise<void> {
  const constants = locations.map((location, i) => ({ name: `w${i}`, type: 'float32' as const, shape: [1], location }));
  const kept = { name: 'kept', shape: [inside.length], data: inside };
  const nodes = [{ op: 'Identity', inputs: ['kept'], outputs: ['y'], attributes: { negative: { int: -1 } } }];
  const outputs = [{ name: 'y', type: 'float32' as const, shape: ['N'] }];
  await writeFile(path, encodeModel({ inputs: [], outputs, nodes, constants: [kept, ...constants] }));
}

test('lists each file once, in alphabetical order', async () => {
  await write(['net.onnx_data', 'a/weights.bin', 'net.onnx_data']);
  expect(await externalFiles(path)).toEqual([join(folder, 'a/weights.bin'), join(folder, 'net.onnx_data')]);
});

test('steps over weights inside the file, however large', async () => {
  await write(['tail.bin'], new Float32Array(500_000));
  expect(await externalFiles(path)).toEqual([join(folder, 'tail.bin')]);
});

test('a model with all its weights inside has none', async () => {
  await write([]);
  expect(await externalFiles(path)).toEqual([]);
});

test.each(['', 'no model at all', '\u00ff\u00ff\u00ff\u00ff'])(
  'what is not a model has none: "%s"',
  async (content) => {
    await writeFile(path, content);
    expect(await externalFiles(path)).toEqual([]);
  },
);

test.each(['../up.bin', 'a/../../up.bin', '/etc/hostname', '..'])('refuses %s', async (location) => {
  await write([location]);
  const error = await externalFiles(path).catch((thrown: unknown) => thrown);
  expect(isAlaasError(error, 'MODEL_INVALID')).toBe(true);
});

test('a name that merely starts with dots is inside', async () => {
  await write(['..data']);
  expect(await externalFiles(path)).toEqual([join(folder, '..data')]);
});
