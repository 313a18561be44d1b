import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, answersOf, type Service, startService } from '../service.fixture.ts';
import { runIn, streamOf } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-dataset-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true });
});

async function run(answers: Record<string, Answer>, ...args: string[]) {
  service = await startService(answers);
  return await runIn({ cwd, stdin: streamOf('a.jpg\n') }, 'dataset', ...args, '--server', service.url);
}

const dataset = {
  id: 'sms',
  model: 'hashed-ngrams',
  items: 1200,
  labelled: 0,
  ready: 1199,
  failed: 1,
  createdAt: '2024-01-01T00:00:00.000Z',
};
const scan = (state: 'done' | 'failed' | 'cancelled', extra = {}) => ({
  ...answersOf({ kind: 'scan', state, ...extra }),
  'POST /v1/datasets': { status: 201, body: dataset },
  'POST /v1/datasets/sms/items': { status: 202, body: { added: 1200, known: 3, job: 'job-1' } },
  'GET /v1/datasets/sms': { status: 200, body: dataset },
});
const calls = () => service?.seen.map(({ call }) => call).filter((call) => !call.startsWith('GET /v1/events'));

test('makes a dataset, fills it, waits for the scan and says what came of it', async () => {
  const ran = await run(scan('done'), 'create', 'sms', '--input', 'sms.csv', '--text-column', 'body');
  expect(ran.code).toBe(0);
  expect(ran.out).toBe(
    [
      'Added 1,200 items to sms, 3 were there already. 1,199 of 1,200 have features, 1 could not be read.',
      'Next: alaas project create NAME --dataset sms --labels ONE,OTHER',
      '',
    ].join('\n'),
  );
  expect(service?.seen[0]).toMatchObject({ call: 'POST /v1/datasets', body: { id: 'sms' } });
  expect(service?.seen[1]).toMatchObject({
    call: 'POST /v1/datasets/sms/items',
    body: { input: join(cwd, 'sms.csv'), columns: { text: 'body' } },
  });
});

test('makes an empty dataset with the model of a file', async () => {
  const ran = await run(scan('done'), 'create', 'sms', '--model', 'net.onnx');
  expect(ran.out).toBe('Made dataset sms.\nNext: alaas dataset push sms --input PLACE\n');
  expect(service?.seen.map(({ body }) => body)).toEqual([
    { id: 'sms', model: { name: 'net', hub: `file:${join(cwd, 'net.onnx')}` } },
  ]);
});

test('pushes a manifest from standard input, and leaves the scan alone with --no-wait', async () => {
  const ran = await run(scan('done'), 'push', 'sms', '--input', '-', '--no-wait');
  expect(ran.out).toContain('The scan goes on.');
  expect(service?.seen[0]?.body).toEqual({ manifest: { text: 'a.jpg\n', format: 'auto', base: cwd } });
  expect(calls()).toEqual(['POST /v1/datasets/sms/items', 'GET /v1/datasets/sms']);
});

test('gives the counts to programs', async () => {
  const ran = await run(scan('done'), 'push', 'sms', '--input', 'more', '--json');
  expect(JSON.parse(ran.out)).toEqual({ added: 1200, known: 3, job: 'job-1', dataset });
});

test.each<['failed' | 'cancelled', object, string]>([
  ['failed', { error: { code: 'STORE_FULL', detail: 'The disk is full.' } }, 'STORE_FULL: The disk is full.'],
  ['cancelled', {}, 'CANCELLED: The scan job-1 was cancelled.'],
])('says it when the scan is %s', async (state, extra, words) => {
  const ran = await run(scan(state, extra), 'push', 'sms', '--input', 'more');
  expect(ran.code).not.toBe(0);
  expect(ran.err).toContain(words);
});

test('lists, shows and deletes datasets', async () => {
  const answers = { 'GET /v1/datasets': { status: 200, body: [dataset] } };
  const listed = await run(answers, 'list');
  expect(listed.out.split('\n')[1]).toMatch(/^sms +1,200 +1,199 +1 +0 +hashed-ngrams$/);
  await service?.close();
  const shown = await run({ 'GET /v1/datasets/sms': { status: 200, body: dataset } }, 'show', 'sms', '--json');
  expect(JSON.parse(shown.out)).toEqual(dataset);
  await service?.close();
  const gone = await run({ 'DELETE /v1/datasets/sms': { status: 204, body: undefined } }, 'delete', 'sms');
  expect(gone.out).toBe('Deleted dataset sms.\n');
});

test('says how to make the first dataset where there is none', async () => {
  const ran = await run({ 'GET /v1/datasets': { status: 200, body: [] } }, 'list');
  expect(ran.out).toMatch(/^No dataset yet\. Make one: alaas dataset create /);
});

test('says which dataset there is not, and exits with 2', async () => {
  const ran = await run({}, 'show', 'none');
  expect(ran).toMatchObject({ code: 2, out: '', err: 'NOT_FOUND: No GET /v1/datasets/none.\n' });
});
