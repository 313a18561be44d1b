import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAlaasError, type ModelEntry, modelEntrySchema } from '@alaas/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findHubPlace } from './hub-place.ts';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alaas-hub-'));
  file = join(folder, 'net.onnx');
  await writeFile(file, 'x');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function entry(hub: string | undefined, more: Partial<ModelEntry> = {}): ModelEntry {
  return modelEntrySchema.parse({ name: 'net', ...(hub === undefined ? {} : { hub }), ...more });
}

async function failure(hub: string, more: Partial<ModelEntry> = {}): Promise<unknown> {
  return findHubPlace(entry(hub, more), folder).catch((thrown: unknown) => thrown);
}

test('without a hub, or in the zoo, the model is a built-in one', async () => {
  expect(await findHubPlace(entry(undefined), folder)).toEqual({ kind: 'zoo', name: 'net' });
  expect(await findHubPlace(entry('zoo', { model: 'ngrams' }), folder)).toEqual({ kind: 'zoo', name: 'ngrams' });
});

test('a file is found by relative path, absolute path, URL and plain path', async () => {
  const hubs = ['file:net.onnx', 'file:./net.onnx', `file:${file}`, pathToFileURL(file).href, 'net.onnx', file];
  for (const hub of hubs) expect(await findHubPlace(entry(hub), folder)).toEqual({ kind: 'file', path: file });
});

test('a folder is told from a file', async () => {
  expect(await findHubPlace(entry('file:.'), folder)).toEqual({ kind: 'folder', path: folder });
});

test('URLs and Hugging Face ids are taken as they are', async () => {
  const url = 'https://models.example/net.onnx';
  expect(await findHubPlace(entry(url), folder)).toEqual({ kind: 'url', url });
  expect(await findHubPlace(entry('hf:acme/tiny'), folder)).toEqual({ kind: 'huggingface', id: 'acme/tiny' });
  expect(await findHubPlace(entry('hf:acme/tiny@v1.0'), folder)).toEqual({ kind: 'huggingface', id: 'acme/tiny@v1.0' });
});

test('an ALaaS 2022 Hugging Face entry gives its id as model', async () => {
  const place = await findHubPlace(entry('huggingface/transformers', { model: 'bert-base-uncased' }), folder);
  expect(place).toEqual({ kind: 'huggingface', id: 'bert-base-uncased' });
});

test('a missing file is named with the absolute path that was tried', async () => {
  for (const hub of ['file:absent/net.onnx', './absent/net.onnx']) {
    const error = await failure(hub);
    expect(isAlaasError(error, 'MODEL_MISSING')).toBe(true);
    expect(String(error)).toContain(join(folder, 'absent', 'net.onnx'));
  }
});

test('a TorchHub name is answered with the export that replaces it', async () => {
  const error = await failure('pytorch/vision:v0.10.0', { name: 'resnet18' });
  expect(isAlaasError(error, 'MODEL_MISSING')).toBe(true);
  expect(String(error)).toContain('torch.hub.load("pytorch/vision:v0.10.0", "resnet18"');
  expect(String(error)).toContain('hub: file:resnet18.onnx');
});

test('an id that could leave the hub, and a file on another host, are refused', async () => {
  expect(isAlaasError(await failure('hf:../../etc/passwd'), 'INVALID_CONFIG')).toBe(true);
  expect(isAlaasError(await failure('hf:acme/..'), 'INVALID_CONFIG')).toBe(true);
  expect(isAlaasError(await failure('file://elsewhere/net.onnx'), 'INVALID_CONFIG')).toBe(true);
});
