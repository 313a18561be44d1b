import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ImportResult } from '@alaas/core';
import { expect, it, onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('./testing/serve-process.ts', import.meta.url));
/** Rows that an import stores together. */
const BATCH = 200;
/** The rest of a batch, which never becomes whole. */
const REST = 50;
/** Between two looks, so that what is looked at gets on. */
const LOOK_MS = 20;

/** The service in a process of its own, which dies on `kill` as in a power cut: without a word. */
async function serve(storage: string) {
  const child = spawn(process.execPath, [script, storage], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  const project = `${url}/v1/projects/p`;
  return {
    url,
    import: async (body: string) => (await post(`${project}/import?annotator=Ada`, body)) as ImportResult,
    /** Sends an import whose end never comes. */
    begin(body: string): void {
      const call = request(`${project}/import?annotator=Ada`, { method: 'POST' });
      // the service dies with the connection open
      call.on('error', () => undefined);
      call.write(body);
    },
    /** Ids of the items with answers, one for each answer. */
    async answered(): Promise<string[]> {
      const lines = (await (await fetch(`${project}/export`)).text()).split('\n').slice(0, -1);
      return lines.flatMap((line) => {
        const { item, responses } = JSON.parse(line) as { item: string; responses: unknown[] };
        return responses.map(() => item);
      });
    },
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      expect((await exit)[1]).toBe('SIGKILL');
    },
  };
}

async function post(url: string, body: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(response.ok, `${response.status} of ${url}`).toBe(true);
  return await response.json();
}

it('an import whose service is killed in its middle leaves whole batches, and is completed by a repeat', async () => {
  const storage = mkdtempSync(join(tmpdir(), 'alaas-test-'));
  onTestFinished(() => rmSync(storage, { recursive: true, force: true }));
  const count = 10 * BATCH + REST;
  const ids = Array.from({ length: count }, (_, n) => `n${n}`);
  const file = ids.map((id) => `{"id":"${id}","text":"text of ${id}","label":"ham"}\n`).join('');

  const first = await serve(storage);
  await post(`${first.url}/v1/datasets`, '{"id":"d"}');
  await post(`${first.url}/v1/projects`, '{"id":"p","dataset":"d","labels":[{"name":"ham"},{"name":"spam"}]}');
  first.begin(file);
  let kept = 0;
  while (kept < 3 * BATCH) {
    await setTimeout(LOOK_MS);
    kept = (await first.answered()).length;
  }
  await first.kill();

  const second = await serve(storage);
  const found = (await second.answered()).length;
  expect(found).toBeGreaterThanOrEqual(kept);
  expect(found % BATCH).toBe(0);
  expect(await second.import(file)).toMatchObject({ rows: count, responses: count - found, known: found, failed: 0 });
  expect(await second.answered()).toEqual(ids);
  await second.kill();
}, 120_000);
