import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answersOf, result, type Service, startService } from '../service.fixture.ts';
import { createOutput, runIn, serverAt, streamOf } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-query-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true, force: true });
});

async function start(job: Parameters<typeof answersOf>[0]): Promise<Service> {
  service = await startService(answersOf(job));
  return service;
}

const pickLine = JSON.stringify(result.picks[0]);
const errorLine = '{"uri":"file:///data/b.jpg","code":"DECODE_CORRUPT","message":"cut off"}';
const read = (name: string) => readFile(join(cwd, name), 'utf8');

test('starts a service of its own, asks it, and closes it', async () => {
  const { url, seen } = await start({ state: 'done', result });
  const used: { options?: unknown; isClosed?: boolean } = {};
  await writeFile(join(cwd, 'alaas.yml'), 'storage: ./store\nbudget: 9');
  const ran = await runIn(
    { cwd, loadServer: serverAt(url, used) },
    ...['query', '--config', 'alaas.yml', '--input', 'photos', '--budget', '1', '--seed', '7'],
  );
  expect(ran).toMatchObject({ code: 0, out: `${pickLine}\n` });
  expect(ran.err).toContain('Chose 1 of 1 item by margin-confidence');
  expect(used).toMatchObject({
    isClosed: true,
    options: { folder: cwd, host: '127.0.0.1', port: 0, log: 'silent', config: { storage: './store' } },
  });
  const { token } = used.options as { token: string };
  expect(token.length).toBeGreaterThanOrEqual(32);
  expect(seen.find(({ call }) => call === 'POST /v1/queries')).toMatchObject({
    token: `Bearer ${token}`,
    body: { input: join(cwd, 'photos'), budget: 1, seed: 7 },
  });
});

test('cancels the query of a process that was killed before it asks its own, and leaves scans alone', async () => {
  const abandoned = { id: 'old', createdAt: 'then', progress: { stage: 'scan', done: 1, total: 9, failed: 0 } };
  service = await startService({
    ...answersOf({ state: 'done', result }),
    'GET /v1/jobs': {
      status: 200,
      body: [
        { ...abandoned, kind: 'query', state: 'running' },
        { ...abandoned, id: 'pushed', kind: 'scan', state: 'running' },
        { ...abandoned, id: 'ended', kind: 'query', state: 'failed' },
      ],
    },
    'DELETE /v1/jobs/old': { status: 200, body: { ...abandoned, kind: 'query', state: 'cancelled' } },
  });
  const ran = await runIn({ cwd, loadServer: serverAt(service.url) }, 'query', '--input', 'photos');
  expect(ran.code).toBe(0);
  const calls = service.seen.map(({ call }) => call).filter((call) => !call.startsWith('GET /v1/events'));
  expect(calls.slice(0, 3)).toEqual(['GET /v1/jobs', 'DELETE /v1/jobs/old', 'POST /v1/queries']);
});

test('asks a given service, with the token of the environment and the defaults of that service', async () => {
  const { url, seen } = await start({ state: 'done', result });
  const ran = await runIn({ cwd, env: { ALAAS_TOKEN: 'secret' } }, 'query', '--server', url, '--dataset', 'photos');
  expect(ran.code).toBe(0);
  expect(seen[0]).toEqual({ call: 'POST /v1/queries', token: 'Bearer secret', body: { dataset: 'photos' } });
});

test('asks a given service as a given config says, with the token of that config', async () => {
  const { url, seen } = await start({ state: 'done', result });
  await writeFile(
    join(cwd, 'alaas.yml'),
    'token: the-token-of-the-config\nbudget: 9\nactive_learning: { strategy: { type: Entropy } }',
  );
  const ran = await runIn({ cwd }, 'query', '--server', url, '--config', 'alaas.yml', '--input', '/photos');
  expect(ran.code).toBe(0);
  expect(seen[0]).toMatchObject({
    token: 'Bearer the-token-of-the-config',
    body: { input: '/photos', budget: 9, strategy: { type: 'Entropy' } },
  });
});

test('sends a manifest from standard input', async () => {
  const { url, seen } = await start({ state: 'done', result });
  await runIn({ cwd, stdin: streamOf('a.jpg\n') }, 'query', '--server', url, '--input', '-');
  expect(seen[0]?.body).toEqual({ manifest: { text: 'a.jpg\n', format: 'auto', base: cwd } });
});

test('writes the picks and the errors into files, and nothing to standard output', async () => {
  const { url } = await start({ state: 'done', result });
  const ran = await runIn(
    { cwd },
    ...['query', '--server', url, '--input', 'photos', '--out', 'picks.jsonl', '--errors', 'errors.jsonl'],
  );
  expect(ran).toMatchObject({ code: 0, out: '' });
  expect(await read('picks.jsonl')).toBe(`${pickLine}\n`);
  expect(await read('errors.jsonl')).toBe(`${errorLine}\n`);
  expect(ran.err).toContain('DECODE_CORRUPT 1; see errors.jsonl');
});

test('prints one JSON object and no words with --json', async () => {
  const { url } = await start({ state: 'done', result });
  const ran = await runIn({ cwd }, 'query', '--server', url, '--input', 'photos', '--json');
  expect(JSON.parse(ran.out)).toEqual(result);
  expect(ran).toMatchObject({ code: 0, err: '' });
});

test('is silent with --quiet, even on a terminal', async () => {
  const { url } = await start({ state: 'done', result });
  const screen = createOutput({ isTerminal: true });
  await runIn({ cwd, stderr: screen.output }, 'query', '--server', url, '--input', 'photos', '--quiet');
  expect(screen.text()).toBe('');
});

test('shows a bar on a terminal and takes it off before the summary', async () => {
  const { url } = await start({ state: 'done', result });
  const screen = createOutput({ isTerminal: true });
  await runIn({ cwd, stderr: screen.output }, 'query', '--server', url, '--input', 'photos');
  const bar = `${'█'.repeat(12)}${'░'.repeat(12)}`;
  expect(screen.text()).toContain(`${bar}  scanning  1 of 2  50%  1 failed\r\u001b[2KChose 1 of 1 item`);
});

test('exits with 3 with --strict when an item failed', async () => {
  const { url } = await start({ state: 'done', result });
  expect((await runIn({ cwd }, 'query', '--server', url, '--input', 'photos', '--strict')).code).toBe(3);
});

test('says the error of a failed query and writes no file', async () => {
  const { url } = await start({
    state: 'failed',
    error: { code: 'POOL_EXHAUSTED', detail: 'Budget 5 is over the pool of 2.' },
  });
  const ran = await runIn({ cwd }, 'query', '--server', url, '--input', 'photos', '--out', 'picks.jsonl');
  expect(ran).toEqual({ code: 2, out: '', err: 'POOL_EXHAUSTED: Budget 5 is over the pool of 2.\n' });
  expect(await readdir(cwd)).toEqual([]);
});

test('prints the problem on standard output with --json', async () => {
  const { url } = await start({ state: 'failed', error: { code: 'INTERNAL', detail: 'Something failed.' } });
  const ran = await runIn({ cwd }, 'query', '--server', url, '--input', 'photos', '--json');
  expect(ran).toMatchObject({ code: 1, err: '' });
  expect(JSON.parse(ran.out)).toMatchObject({ code: 'INTERNAL', status: 500, detail: 'Something failed.' });
});

test('cancels the job on Ctrl-C, writes no file, closes its service and exits with 130', async () => {
  const { url, seen } = await start({ state: 'running' });
  const controller = new AbortController();
  const used: { isClosed?: boolean } = {};
  const screen = createOutput({ isTerminal: true });
  const stderr = {
    ...screen.output,
    write: (text: string) => {
      screen.output.write(text);
      if (text.includes('scanning')) controller.abort();
    },
  };
  const ran = await runIn(
    { cwd, stderr, interrupted: controller.signal, loadServer: serverAt(url, used) },
    ...['query', '--input', 'photos', '--out', 'picks.jsonl'],
  );
  expect(ran.code).toBe(130);
  expect(screen.text()).toMatch(/CANCELLED: The query was cancelled, and with it job job-1\.\n$/);
  expect(seen.map(({ call }) => call)).toContain('DELETE /v1/jobs/job-1');
  expect(used.isClosed).toBe(true);
  expect(await readdir(cwd)).toEqual([]);
});

test.each<[string, string[], string]>([
  ['no pool', [], 'INVALID_REQUEST'],
  ['two pools', ['--input', 'a', '--dataset', 'b'], 'INVALID_REQUEST'],
  ['a budget that is no number', ['--input', 'a', '--budget', 'ten'], 'INVALID_REQUEST'],
  ['a config that is not there', ['--input', 'a', '--config', 'no.yml'], 'INVALID_CONFIG'],
  ['a folder for the picks that is not there', ['--input', 'a', '--out', 'no/picks'], 'INVALID_REQUEST'],
  ['one file for picks and errors', ['--input', 'a', '--out', 'x', '--errors', './x'], 'INVALID_REQUEST'],
  ['an option without a value', ['--input', 'a', '--option', 'beta'], 'INVALID_REQUEST'],
  ['an address that is none', ['--input', 'a', '--server', 'localhost:1'], 'INVALID_REQUEST'],
])('refuses %s before anything starts', async (_, args, code) => {
  const ran = await runIn({ cwd }, 'query', ...args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err.startsWith(`${code}: `)).toBe(true);
});

test('names the address of a service that does not answer', async () => {
  const { url, close } = await start({});
  await close();
  const ran = await runIn({ cwd }, 'query', '--server', url, '--input', 'photos');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain(`UNREACHABLE: No answer from ${url}`);
});

test('says with --plan what the query would take, and asks for nothing else', async () => {
  const sizes = { rows: 1200, labelled: 6, classes: 2, width: 64, members: 0, budget: 5, pending: 1000 };
  const taken = { bytes: { signals: 2e6, strategy: 3e6 }, free: 8e9, fits: true, seconds: { low: 0.1, high: 2 } };
  service = await startService({
    ...answersOf({ state: 'done', result }),
    'POST /v1/queries': { status: 200, body: { strategy: 'badge', ...sizes, ...taken } },
  });
  const args = ['query', '--server', service.url, '--dataset', 'photos', '--budget', '5', '--strategy', 'badge'];
  const ran = await runIn({ cwd }, ...args, '--learner', 'mlp', '--train', 'calibrate=0.2', '--plan');
  expect(ran.out).toContain('5 of 1,200 rows, width 64, 2 classes, 6 labelled by badge:');
  expect(ran.out).toContain('before   a scan of 1,000 items');
  expect(service.seen.map(({ call }) => call)).toEqual(['POST /v1/queries']);
  expect(service.seen[0]?.body).toEqual({
    dataset: 'photos',
    budget: 5,
    strategy: 'badge',
    learner: 'mlp',
    training: { calibrate: 0.2 },
    plan: true,
  });
});
