import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Job } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describePostgresql, type TestPlace } from '../packages/server/src/database/testing/engines.ts';

describePostgresql('the service', (make) => {
  let test: TestPlace;
  const running: { kill(): Promise<void> }[] = [];

  beforeEach(async () => {
    test = await make();
  });

  afterEach(async () => {
    for (const service of running.splice(0)) await service.kill();
    await test.remove();
  });

  /** A service in a process of its own, which ends as when the machine loses power. */
  async function start(): Promise<{ url: string; log: string[]; kill(): Promise<void> }> {
    const { folder, url: database = '' } = test.place;
    const { NODE_COMPILE_CACHE } = process.env;
    const child = spawn(process.execPath, [join(import.meta.dirname, '../packages/server/src/main.ts')], {
      env: { NODE_COMPILE_CACHE, ALAAS_STORAGE: folder, ALAAS_PORT: '0', ALAAS_DATABASE: database },
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'close');
    const log: string[] = [];
    const kill = async () => {
      child.kill('SIGKILL');
      await ended;
    };
    running.push({ kill });
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        log.push(line);
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
        if (found !== undefined) resolve(found);
      });
      ended.then(() => reject(new Error(log.join('\n'))), reject);
    });
    return { url, log, kill };
  }

  async function ask(url: string, body?: unknown, wait = 'wait=60'): Promise<Job> {
    const headers = { 'content-type': 'application/json', prefer: wait };
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await fetch(url, init)).json()) as Job;
  }

  it('finishes after a kill what it had accepted, and remembers what it had finished', async () => {
    const texts = ['refund please', 'where is my parcel', 'refund now', 'parcel lost'];
    const query = (budget: number) => ({ items: texts.map((text, i) => ({ id: `t${i}`, text })), budget });
    const first = await start();
    const done = await ask(`${first.url}/v1/queries`, query(1));
    expect(done).toMatchObject({ state: 'done' });
    const accepted = await Promise.all([2, 3, 4].map((n) => ask(`${first.url}/v1/queries`, query(n), 'wait=0')));
    await first.kill();

    const second = await start();
    const ended = await Promise.all(accepted.map(({ id }) => ask(`${second.url}/v1/jobs/${id}`)));
    expect(ended.map(({ state, result }) => ({ state, picks: result?.picks.length }))).toEqual(
      [2, 3, 4].map((picks) => ({ state: 'done', picks })),
    );
    expect(await ask(`${second.url}/v1/jobs/${done.id}`)).toEqual(done);
    expect(await test.query('SELECT count(*)::int AS n FROM job')).toEqual([{ n: 4 }]);
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  });
});
