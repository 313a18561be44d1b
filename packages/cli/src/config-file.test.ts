import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from './config-file.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-config-'));
  await mkdir(join(cwd, 'configs'));
});

afterEach(() => rm(cwd, { recursive: true, force: true }));

async function hubOf(hub: string): Promise<string | undefined> {
  await writeFile(
    join(cwd, 'configs/alaas.yml'),
    `active_learning: { strategy: { model: { name: m, hub: '${hub}', tokenizer: '${hub}.json' } } }`,
  );
  const { config } = await loadConfig('configs/alaas.yml', { cwd });
  const model = config.active_learning.strategy.model;
  expect(model?.tokenizer).toBe(`${model?.hub}.json`);
  return model?.hub;
}

test('gives the defaults and the working directory without a file', async () => {
  const { config, folder } = await loadConfig(undefined, { cwd });
  expect(folder).toBe(cwd);
  expect(config.budget).toBe(100);
});

test("a model's path starts from the config's folder, or from the working directory if it is only there", async () => {
  expect(await hubOf('file:m.onnx')).toBe(`file:${cwd}/configs/m.onnx`);
  for (const suffix of ['', '.json']) await writeFile(join(cwd, `m.onnx${suffix}`), '');
  expect(await hubOf('file:m.onnx')).toBe(`file:${cwd}/m.onnx`);
  for (const suffix of ['', '.json']) await writeFile(join(cwd, `configs/m.onnx${suffix}`), '');
  expect(await hubOf('file:m.onnx')).toBe(`file:${cwd}/configs/m.onnx`);
  expect(await hubOf('./m.onnx')).toBe(`file:${cwd}/configs/m.onnx`);
});

test.each(['file:/models/m.onnx', 'file:///models/m.onnx', 'hf:owner/name', 'https://example.test/m.onnx', 'a/b'])(
  'leaves %s as it is',
  async (hub) => {
    expect(await hubOf(hub)).toBe(hub);
  },
);

test('names the file that is not there', async () => {
  await expect(loadConfig('no.yml', { cwd })).rejects.toMatchObject({
    code: 'INVALID_CONFIG',
    message: expect.stringContaining(join(cwd, 'no.yml')),
  });
});
