import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Dataset, ItemsPushed, Job } from '@alaas/core';
import { describe, expect, it, onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('./testing/serve-process.ts', import.meta.url));
/** Items that a push stores together. */
const BATCH = 1000;
/** The rest of a batch, which never becomes whole. */
const REST = 500;
/** Between two looks, so that what is looked at gets on. */
const LOOK_MS = 20;
/** KILLS=20 tries it longer. */
const kills = Number(process.env.KILLS ?? 2);

function storageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alaas-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The service in a process of its own, which dies on `kill` as in a power cut: without a word. */
async function serve(storage: string) {
  const child = spawn(process.execPath, [script, storage], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url,
    async kill() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      expect((await exit)[1]).toBe('SIGKILL');
    },
  };
}

async function call<T>(url: string, body?: string, type = 'application/json'): Promise<T> {
  const response = await fetch(url, {
    ...(body !== undefined && { method: 'POST', headers: { 'content-type': type }, body }),
  });
  expect(response.ok, `${response.status} of ${url}`).toBe(true);
  return (await response.json()) as T;
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, n) => `{"text":"text number ${n}"}\n`).join('');
}

/** Sends a push whose end never comes. */
function pushWithoutEnd(url: string, body: string): void {
  const headers = { 'content-type': 'application/x-ndjson' };
  const push = request(`${url}/v1/datasets/d/items`, { method: 'POST', headers });
  // the service dies with the connection open
  push.on('error', () => undefined);
  push.write(body);
}

async function itemsOf(url: string): Promise<number> {
  return (await call<Dataset>(`${url}/v1/datasets/d`)).items;
}

async function pushWhole(url: string, count: number): Promise<ItemsPushed> {
  return await call<ItemsPushed>(`${url}/v1/datasets/d/items`, lines(count), 'application/x-ndjson');
}

describe('a push whose service is killed', () => {
  it('in its middle leaves whole batches, however often, and is completed by a repeat', async () => {
    const storage = storageFolder();
    const count = 12 * BATCH + REST;
    let kept = 0;
    for (let killed = 0; killed < kills; killed++) {
      const service = await serve(storage);
      if (killed === 0) await call(`${service.url}/v1/datasets`, '{"id":"d"}');
      else expect(await itemsOf(service.url)).toBeGreaterThanOrEqual(kept);
      kept = await itemsOf(service.url);
      expect(kept % BATCH).toBe(0);
      pushWithoutEnd(service.url, lines(count));
      const goal = Math.min(kept + 2 * BATCH, count - REST);
      while (kept < goal) {
        await setTimeout(LOOK_MS);
        kept = await itemsOf(service.url);
      }
      await service.kill();
    }
    const service = await serve(storage);
    const found = await itemsOf(service.url);
    expect(found).toBeGreaterThanOrEqual(kept);
    expect(found % BATCH).toBe(0);
    expect(await pushWhole(service.url, count)).toMatchObject({ added: count - found, known: found });
    expect(await itemsOf(service.url)).toBe(count);
    await service.kill();
  }, 60_000);

  it('right after the answer has kept every item, and its scan goes on', async () => {
    const storage = storageFolder();
    const count = 3 * BATCH + REST;
    const first = await serve(storage);
    await call(`${first.url}/v1/datasets`, '{"id":"d"}');
    const pushed = await pushWhole(first.url, count);
    await first.kill();
    expect(pushed).toMatchObject({ added: count, known: 0 });

    const second = await serve(storage);
    expect(await itemsOf(second.url)).toBe(count);
    expect(await pushWhole(second.url, count)).toMatchObject({ added: 0, known: count });
    let job = await call<Job>(`${second.url}/v1/jobs/${pushed.job}`);
    while (job.state === 'queued' || job.state === 'running') {
      await setTimeout(LOOK_MS);
      job = await call(`${second.url}/v1/jobs/${pushed.job}`);
    }
    expect(job.state).toBe('done');
    expect(await call<Dataset>(`${second.url}/v1/datasets/d`)).toMatchObject({ items: count, ready: count, failed: 0 });
    await second.kill();
  }, 60_000);
});
