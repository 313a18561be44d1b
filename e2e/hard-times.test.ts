import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, type ProjectClient } from '../packages/client/src/index.ts';
import { isAlaasError } from '../packages/core/src/index.ts';
import { createFolder } from './cli.fixture.ts';
import { type Service, type ServiceOptions, startService } from './service.fixture.ts';

const labels = [{ name: 'spam' }, { name: 'ham' }];
const ITEMS = 400;

async function newFolder(): Promise<string> {
  const folder = await createFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return folder.path;
}

async function start(options: ServiceOptions): Promise<Service> {
  const starting = startService(options);
  onTestFinished(() => starting.kill());
  return await starting.listening;
}

/** A project on texts `t0` to `t399`. */
async function makeProject({ url }: Service): Promise<ProjectClient> {
  const client = createClient({ url });
  await client.datasets.create({ id: 'texts' });
  const items = Array.from({ length: ITEMS }, (_, i) => ({ id: `t${i}`, text: `text number ${i} of ${i % 7}` }));
  const { job } = await client.datasets.push('texts', { items });
  await client.jobs.wait(job);
  await client.projects.create({ id: 'p', dataset: 'texts', labels });
  return client.project('p');
}

const labelOf = (i: number): string => (i % 2 === 0 ? 'spam' : 'ham');

async function answer(project: ProjectClient, i: number): Promise<void> {
  const { items } = await project.respond([{ item: `t${i}`, value: labelOf(i), key: `key ${i}` }]);
  expect(items).toMatchObject([{ response: { item: `t${i}` } }]);
}

async function answered(project: ProjectClient): Promise<string[]> {
  const history = await Array.fromAsync(project.history());
  return history.map(({ item }) => item).toSorted();
}

const named = (numbers: readonly number[]): string[] => numbers.map((i) => `t${i}`).toSorted();

/** A small file system that only the service sees, made where Linux lets a user make one. */
const onSmallDisk = (folder: string): string[] => [
  ...['unshare', '-Urm', 'sh', '-c'],
  ...['mount -t tmpfs -o size=32m tmpfs "$0" && cd "$0" && exec "$@"', folder],
];
const canMount =
  process.platform === 'linux' && spawnSync('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs tmpfs /tmp']).status === 0;

describe.skipIf(!canMount)(
  `a service whose disk is full${canMount ? '' : ' (skipped: no file system can be mounted here)'}`,
  () => {
    it('refuses answers with STORE_FULL, loses none that it took, and goes on when there is room', async () => {
      const folder = await newFolder();
      const service = await start({ folder, before: onSmallDisk(folder) });
      const project = await makeProject(service);
      const kept: number[] = [];
      for (; kept.length < 20; kept.push(kept.length)) await answer(project, kept.length);
      await project.settled();
      const filler = join(`/proc/${service.pid}/root`, folder, 'filler');
      fill(filler);
      let refusals = 0;
      for (let i = 20; i < ITEMS && refusals < 10; i++) {
        try {
          await answer(project, i);
          kept.push(i);
        } catch (error) {
          expect(isAlaasError(error, 'STORE_FULL'), String(error)).toBe(true);
          refusals++;
        }
        // whatever gives room meanwhile, such as a log that is cut, is filled again
        fill(filler);
      }
      expect(refusals).toBe(10);
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
      expect(await answered(project)).toEqual(named(kept));
      rmSync(filler);
      for (let i = 300; i < 310; i++) {
        await answer(project, i);
        kept.push(i);
      }
      expect(await answered(project)).toEqual(named(kept));
      const { training } = await project.settled();
      expect(training).toMatchObject({ behind: 0, error: null });
      expect(service.ended).toBeUndefined();
    });
  },
);

/** Appends to a file until not one byte more has room. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let bytes = 2 ** 20; bytes >= 1; ) {
      try {
        if (writeSync(file, Buffer.alloc(bytes)) === 0) bytes = 0;
      } catch {
        bytes = Math.floor(bytes / 4);
      }
    }
  } finally {
    closeSync(file);
  }
}

describe('a service whose database another program holds', () => {
  it('answers meanwhile what needs no writing, says so when it lasts, and goes on', async () => {
    const folder = await newFolder();
    const service = await start({ folder });
    const project = await makeProject(service);
    await answer(project, 0);
    const other = new DatabaseSync(join(folder, 'server.db'));
    onTestFinished(() => other.close());
    other.exec('BEGIN EXCLUSIVE');
    const waiting = answer(project, 1);
    await wait(300);
    const asked = performance.now();
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    // SQLite's own wait would take seconds of the only thread
    expect(performance.now() - asked).toBeLessThan(4000);
    other.exec('COMMIT');
    await waiting;
    other.exec('BEGIN EXCLUSIVE');
    await expect(answer(project, 2)).rejects.toSatisfy((error) => isAlaasError(error, 'STORE_LOCKED'));
    other.exec('ROLLBACK');
    await answer(project, 2);
    expect(await answered(project)).toEqual(['t0', 't1', 't2']);
  });
});

describe('a second service on one data folder', () => {
  it('is refused with the folder and what to do, and the first one serves on', async () => {
    const folder = await newFolder();
    const first = await start({ folder });
    const second = startService({ folder });
    onTestFinished(() => second.kill());
    const refusal = await second.listening.then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(refusal).toContain('STORE_LOCKED');
    expect(refusal).toContain(folder);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  });
});

describe('an import that breaks off', () => {
  const row = (i: number): string =>
    `${JSON.stringify({ id: `new-${i}`, text: `imported text ${i} ${createHash('md5').update(`${i}`).digest('hex')}`, label: labelOf(i) })}\n`;
  const rows = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, i) => row(from + i)).join('');
  const COUNT = 6000;

  interface BreakOff {
    /** Rows that are sent whole; one more is begun. */
    readonly sent: number;
    /** What happens when the service has taken some of them, before the client leaves. */
    readonly end: () => Promise<void> | void;
  }

  async function breakOff(service: Service, project: ProjectClient, { sent, end }: BreakOff): Promise<void> {
    const url = `${service.url}/v1/projects/p/import?format=jsonl&annotator=Ada`;
    const half = request(url, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' } });
    const closed = new Promise((resolve) => half.once('close', resolve));
    // it is ended by us, or by the end of the service
    half.on('error', () => undefined);
    half.write(rows(0, sent) + row(sent).slice(0, 20));
    const before = (await project.metrics()).pool.responses;
    while ((await project.metrics()).pool.responses === before) await wait(10);
    await end();
    half.destroy();
    await closed;
  }

  it('because its client or the service dies is completed by a repeat, with every row once', async () => {
    const folder = await newFolder();
    const first = await start({ folder });
    const project = await makeProject(first);
    await breakOff(first, project, { sent: COUNT / 3, end: () => undefined });
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    await breakOff(first, project, { sent: COUNT - 100, end: () => first.kill() });

    const second = await start({ folder });
    const again = createClient({ url: second.url }).project('p');
    const result = await again.import('jsonl', rows(0, COUNT), { annotator: 'Ada' });
    expect(result).toMatchObject({ rows: COUNT, failed: 0, errors: [] });
    expect(result.known).toBeGreaterThan(0);
    expect(result.responses + result.known).toBe(COUNT);
    expect((await again.metrics()).pool.responses).toBe(COUNT);
    const records = await Array.fromAsync(again.records());
    const imported = records.filter(({ item }) => item.startsWith('new-'));
    expect(imported).toHaveLength(COUNT);
    expect(imported.every(({ responses }) => responses.length === 1)).toBe(true);
  });
});
