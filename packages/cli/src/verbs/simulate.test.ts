import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Service, startService } from '../service.fixture.ts';
import { simulation } from '../simulate/simulation.fixture.ts';
import { runIn } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-simulate-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true, force: true });
});

async function start(job: object): Promise<Service> {
  const progress = { stage: 'simulate', done: 4, total: 4, failed: 0 };
  const whole = { id: 'job-1', kind: 'simulation', createdAt: '2024-01-01T00:00:00.000Z', progress };
  service = await startService({
    'POST /v1/simulations': { status: 202, body: { ...whole, state: 'queued' } },
    'GET /v1/jobs/job-1': { status: 200, body: { ...whole, ...job } },
  });
  return service;
}

const asking = [
  'simulate',
  '--embeddings',
  'h.npy',
  '--labels',
  'y.txt',
  '--strategies',
  'badge',
  '--out',
  'here/report',
];

test('asks the service, and writes results and report', async () => {
  const { url, seen } = await start({ state: 'done', simulation });
  const ran = await runIn({ cwd }, ...asking, '--server', url);
  expect(ran.code).toBe(0);
  expect(ran.out).toContain('badge');
  expect(ran.err).toContain('report.html');
  expect(seen.find(({ call }) => call === 'POST /v1/simulations')?.body).toEqual({
    pool: { embeddings: join(cwd, 'h.npy'), labels: join(cwd, 'y.txt') },
    strategies: ['badge'],
  });
  expect(JSON.parse(await readFile(join(cwd, 'here/report/results.json'), 'utf8'))).toEqual(simulation);
  expect(await readFile(join(cwd, 'here/report/report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  expect(await readdir(join(cwd, 'here/report'))).toHaveLength(2);
});

test('prints the result as JSON for machines', async () => {
  const { url } = await start({ state: 'done', simulation });
  const ran = await runIn({ cwd }, ...asking, '--server', url, '--json');
  expect(JSON.parse(ran.out)).toEqual(simulation);
});

test('says what failed, and leaves no half of a report', async () => {
  const error = { code: 'POOL_EXHAUSTED', detail: 'A seed set of 6 and a budget of 200 need 206.' };
  const { url } = await start({ state: 'failed', error });
  const ran = await runIn({ cwd }, ...asking, '--server', url);
  expect(ran.code).not.toBe(0);
  expect(ran.err).toContain('POOL_EXHAUSTED');
  expect(await readdir(join(cwd, 'here/report'))).toEqual([]);
});

test('refuses a place that cannot be written to before it asks', async () => {
  await writeFile(join(cwd, 'here'), 'a file');
  const { url, seen } = await start({ state: 'done', simulation });
  const ran = await runIn({ cwd }, ...asking, '--server', url);
  expect(ran.err).toMatch(/INVALID_REQUEST.*--out/);
  expect(seen).toEqual([]);
});
