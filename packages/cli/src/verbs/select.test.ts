import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, SelectionPlan, SelectionResult } from '@alaas/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Service, startService } from '../service.fixture.ts';
import { createOutput, runIn, serverAt } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-select-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true, force: true });
});

const result: SelectionResult = {
  picks: [
    { rank: 1, row: 4, utility: 0.75 },
    { rank: 2, row: 0, utility: 0.5 },
  ],
  summary: { rows: 9, pool: 6, labelled: 3, strategy: 'badge', seed: 7, seconds: { load: 0.25, select: 1.5 } },
};
const lines = '{"rank":1,"row":4,"utility":0.75}\n{"rank":2,"row":0,"utility":0.5}\n';

function jobWith(selection: SelectionResult): Job {
  const progress = { stage: 'select', done: 2, total: 2, failed: 0 } as const;
  return { id: 'job-1', kind: 'selection', state: 'done', progress, createdAt: '2026-01-01T00:00:00.000Z', selection };
}

async function start(status = 202, body: unknown = jobWith(result)): Promise<Service> {
  service = await startService({
    'GET /v1/jobs': { status: 200, body: [] },
    'POST /v1/select': { status, body },
  });
  return service;
}

const asking = ['select', '--strategy', 'badge', '--budget', '2', '--seed', '7', '--embeddings', 'h.npy'];

test('starts a service of its own, sends absolute paths, and writes the picks', async () => {
  const { url, seen } = await start();
  const used: { isClosed?: boolean } = {};
  const ran = await runIn(
    { cwd, loadServer: serverAt(url, used) },
    ...asking,
    ...['--probabilities', '/data/p.npz', '--labelled', 'rows.txt', '--labels', 'file:///data/classes.txt'],
    ...['--option', 'k=3', '--out', 'picks.jsonl'],
  );
  expect(ran).toMatchObject({ code: 0, out: '' });
  expect(ran.err).toBe(
    'Chose 2 of 6 rows by badge, seed 7, 3 more labelled already.\n  time     load 0.25 s, select 1.5 s\n',
  );
  expect(await readFile(join(cwd, 'picks.jsonl'), 'utf8')).toBe(lines);
  expect(used.isClosed).toBe(true);
  expect(seen.find(({ call }) => call === 'POST /v1/select')?.body).toEqual({
    strategy: { type: 'badge', options: { k: 3 } },
    budget: 2,
    seed: 7,
    embeddings: join(cwd, 'h.npy'),
    probabilities: '/data/p.npz',
    labelled: join(cwd, 'rows.txt'),
    labels: 'file:///data/classes.txt',
  });
});

test('sends wrappers in their order, and says which were around the strategy', async () => {
  const wrapped = { ...result, summary: { ...result.summary, wrap: ['power', 'seals'] } };
  const { url, seen } = await start(202, jobWith(wrapped));
  const ran = await runIn({ cwd }, ...asking, '--wrap', 'power:beta=2', '--wrap', 'seals', '--server', url);
  expect(ran.err).toContain('by badge with power, seals, seed 7');
  expect(seen[0]?.body).toMatchObject({
    strategy: {
      type: 'badge',
      options: {},
      wrap: [
        { type: 'power', options: { beta: 2 } },
        { type: 'seals', options: {} },
      ],
    },
  });
});

test('asks a given service and prints the picks where no file is named', async () => {
  const { url, seen } = await start();
  const ran = await runIn({ cwd, env: { ALAAS_TOKEN: 'secret' } }, ...asking, '--server', url, '--quiet');
  expect(ran).toEqual({ code: 0, out: lines, err: '' });
  expect(seen[0]).toMatchObject({ call: 'POST /v1/select', token: 'Bearer secret', body: { strategy: 'badge' } });
});

test('shows a bar on a terminal while it selects, and takes it off before the summary', async () => {
  const running = { ...jobWith(result), state: 'running', selection: undefined };
  service = await startService({
    'POST /v1/select': { status: 202, body: running },
    'GET /v1/jobs/job-1': { status: 200, body: jobWith(result) },
  });
  const screen = createOutput({ isTerminal: true });
  await runIn({ cwd, stderr: screen.output }, ...asking, '--server', service.url);
  expect(screen.text()).toContain(`${'█'.repeat(24)}  selecting  2 of 2  100%\r\u001b[2KChose 2 of 6 rows`);
});

test('cancels the job when it is interrupted, and writes no file', async () => {
  const running = { ...jobWith(result), state: 'running', selection: undefined };
  const interrupt = new AbortController();
  service = await startService({
    'POST /v1/select': { status: 202, body: running },
    'GET /v1/jobs/job-1': { status: 200, body: running },
    'DELETE /v1/jobs/job-1': { status: 200, body: { ...running, state: 'cancelled' } },
  });
  const { seen, url } = service;
  const run = runIn({ cwd, interrupted: interrupt.signal }, ...asking, '--server', url, '--out', 'picks.jsonl');
  await expect.poll(() => seen.some(({ call }) => call === 'GET /v1/jobs/job-1')).toBe(true);
  interrupt.abort();
  const ran = await run;
  expect(ran.err).toContain('CANCELLED');
  expect(seen.map(({ call }) => call)).toContain('DELETE /v1/jobs/job-1');
  expect(await readdir(cwd)).toEqual([]);
});

test('prints one JSON object with --json', async () => {
  const { url } = await start();
  const ran = await runIn({ cwd }, ...asking, '--server', url, '--json');
  expect(JSON.parse(ran.out)).toEqual(result);
  expect(ran).toMatchObject({ code: 0, err: '' });
});

test('says the error of the service and writes no file', async () => {
  const { url } = await start(422, { code: 'INVALID_EMBEDDINGS', detail: 'Row 3 holds NaN.' });
  const ran = await runIn({ cwd }, ...asking, '--server', url, '--out', 'picks.jsonl');
  expect(ran).toEqual({ code: 2, out: '', err: 'INVALID_EMBEDDINGS: Row 3 holds NaN.\n' });
  expect(await readdir(cwd)).toEqual([]);
});

test.each<[string, string[], string]>([
  ['no signal', ['--strategy', 'badge', '--budget', '2'], '--embeddings'],
  ['no strategy', ['--budget', '2', '--embeddings', 'h.npy'], '--strategy'],
  ['no budget', ['--strategy', 'badge', '--embeddings', 'h.npy'], '--budget'],
  ['labels without rows', [...asking.slice(1), '--labels', 'classes.txt'], '--labelled and --labels'],
  ['a folder for the picks that is not there', [...asking.slice(1), '--out', 'no/picks'], 'does not exist'],
  ['a wrapper without a name', [...asking.slice(1), '--wrap', ':k=1'], '--wrap :k=1'],
  ['a seed that is no number', [...asking.slice(1), '--seed', 'x'], 'whole number'],
])('refuses %s before anything starts', async (_, args, message) => {
  const ran = await runIn({ cwd }, 'select', ...args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^INVALID_REQUEST: /);
  expect(ran.err).toContain(message);
});

const plan: SelectionPlan = {
  strategy: 'badge',
  rows: 1_000_000,
  labelled: 20,
  classes: 10,
  width: 256,
  members: 0,
  budget: 2,
  bytes: { signals: 1.064e9, strategy: 1.5e8 },
  free: 1e9,
  fits: false,
  seconds: { low: 0.3, high: 12 },
  alternative: {
    strategy: { type: 'badge', options: {}, wrap: [{ type: 'random-subset', options: { size: 10_000 } }] },
    why: 'it then chooses among 10000 rows drawn at random',
  },
};

test('says with --plan what it would take, and writes no file', async () => {
  const { url, seen } = await start(200, plan);
  const ran = await runIn({ cwd }, ...asking, '--plan', '--server', url, '--out', 'picks.jsonl');
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toBe(
    [
      '2 of 1,000,000 rows, width 256, 10 classes, 20 labelled by badge:',
      '  memory   does not fit: up to 1.2 GB (signals 1.1 GB, work 150 MB); 1 GB free',
      '  time     0.30 s to 12 s, an estimate',
      '  instead  --strategy badge --wrap random-subset:size=10000: it then chooses among 10000 rows drawn at random',
      '',
    ].join('\n'),
  );
  expect(seen.map(({ call }) => call)).toEqual(['POST /v1/select']);
  expect(seen[0]?.body).toMatchObject({ plan: true, strategy: 'badge', embeddings: join(cwd, 'h.npy') });
  expect(await readdir(cwd)).toEqual([]);
});

test('prints a plan as JSON with --json', async () => {
  const { url } = await start(200, plan);
  const ran = await runIn({ cwd }, ...asking, '--plan', '--server', url, '--json');
  expect(JSON.parse(ran.out)).toEqual(plan);
});
