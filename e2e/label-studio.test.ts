import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseConfig } from '@alaas/core';
import { startServer } from '@alaas/server';
import { expect, test } from 'vitest';
import { createFolder, endOf } from './cli.fixture.ts';

const example = join(import.meta.dirname, '../examples/label-studio-bridge.ts');
const token = 'a-token-of-more-than-sixteen';

test('the bridge to Label Studio learns the labels of one text and predicts another', async () => {
  await using folder = await createFolder();
  const config = parseConfig('storage: store', 'alaas.yml');
  const server = await startServer({ config, folder: folder.path, port: 0, token, log: 'silent' });
  try {
    const env = { ...process.env, ALAAS_URL: server.url, ALAAS_TOKEN: token };
    const { code, out, err } = await endOf(spawn(process.execPath, [example], { env }));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('health: UP');
    expect(out).toMatch(/before: alaas-mood-\d+-0\n/);
    expect(out).toContain('tasks: { added: 16, known: 0, refused: [] }');
    expect(out).toMatch(/after: alaas-mood-\d+-[1-9]/);
    const results = JSON.parse(out.slice(out.indexOf('[\n'))) as { result: { value: { choices: string[] } }[] }[];
    expect(results.map(({ result }) => result[0]?.value.choices)).toEqual([['sad'], ['glad']]);
  } finally {
    await server.close();
  }
});
