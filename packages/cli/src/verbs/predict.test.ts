import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Answer, type Service, startService } from '../service.fixture.ts';
import { runIn, streamOf } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-predict-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true });
});

const said = (value: string | string[], score = 0.875) => ({
  value,
  score,
  probabilities: { spam: score, ham: 1 - score },
});
const failed = { error: { code: 'DECODE_CORRUPT', detail: 'It is cut short.' } };
const answer = (...items: unknown[]): Answer => ({ status: 200, body: { modelVersion: 3, items } });

async function run(answers: Answer | Answer[], args: readonly string[], stdin = '') {
  service = await startService({ 'POST /v1/projects/spam/predict': answers });
  return await runIn({ cwd, stdin: streamOf(stdin) }, 'predict', 'spam', ...args, '--server', service.url);
}

test('says of each text what the head says', async () => {
  const ran = await run(answer(said('spam'), said([])), ['You won', 'see you\nat home']);
  expect(ran).toEqual({ code: 0, out: 'spam  0.875  You won\n(none)  0.875  see you at home\n', err: '' });
  expect(service?.seen[0]?.body).toEqual({ items: [{ text: 'You won' }, { text: 'see you\nat home' }] });
});

test('asks about lines of a file, objects among them, and gives programs one line each', async () => {
  await writeFile(join(cwd, 'in.txt'), 'one\r\n\n{"uri":"file:///a.txt"}\n{"item":"sms-1"}\n{not json\n');
  const items = [said('ham'), failed, said('spam'), said('ham')];
  const ran = await run(answer(...items), ['--input', 'in.txt', '--json']);
  expect(
    ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(items);
  expect(service?.seen[0]?.body).toEqual({
    items: [{ text: 'one' }, { uri: 'file:///a.txt' }, { item: 'sms-1' }, { text: '{not json' }],
  });
});

test('asks in parts of 500, in order', async () => {
  const many = (count: number, value: string) => answer(...Array.from({ length: count }, () => said(value)));
  const lines = Array.from({ length: 501 }, (_, i) => `text ${i}\n`).join('');
  const ran = await run([many(500, 'ham'), many(1, 'spam')], ['--input', '-'], lines);
  const out = ran.out.trimEnd().split('\n');
  expect(out.length).toBe(501);
  expect(out[499]).toBe('ham  0.875  text 499');
  expect(out[500]).toBe('spam  0.875  text 500');
});

test('reports an item that failed in its place, and exits with 3 with --strict', async () => {
  const ran = await run(answer(failed, said('ham')), ['--uri', 'file:///a.txt', '--item', 'sms-1', '--strict']);
  expect(ran.code).toBe(3);
  expect(ran.out).toBe('DECODE_CORRUPT  It is cut short.  file:///a.txt\nham  0.875  sms-1\n');
});

test('shows no control characters of a text', async () => {
  const ran = await run(answer(said('ham')), ['a\u001b[2Jb']);
  expect(ran.out).toBe('ham  0.875  a·[2Jb\n');
});

test.each([
  ['nothing to ask about', []],
  ['a file that is not there', ['--input', 'none.txt']],
])('refuses %s', async (_, args) => {
  const ran = await run(answer(), args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^INVALID_REQUEST: /);
});
