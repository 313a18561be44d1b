import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { project, quality } from '../project/project.fixture.ts';
import { type Answer, type Service, startService } from '../service.fixture.ts';
import { runIn } from '../world.fixture.ts';

let cwd: string;
let service: Service | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'alaas-people-'));
});

afterEach(async () => {
  await service?.close();
  service = undefined;
  await rm(cwd, { recursive: true });
});

async function run(answers: Record<string, Answer>, ...args: string[]) {
  service = await startService(answers);
  return await runIn({ cwd, env: { ALAAS_URL: service.url } }, ...args);
}

const createdAt = '2024-01-01T00:00:00.000Z';
const ada = { id: 'id-1', name: 'Ada', role: 'reviewer', createdAt, responses: 1234 };
const members = { 'GET /v1/projects/spam/members': { status: 200, body: [ada] } };
const bodies = () => service?.seen.map(({ call, body }) => [call, body]);

test('lists the members of a project, with or without the verb', async () => {
  const ran = await run(members, 'members', 'spam');
  expect(ran.out.split('\n')[1]).toBe('Ada   reviewer  1,234    2024-01-01  id-1');
  await service?.close();
  expect((await run(members, 'members', 'list', 'spam')).out).toBe(ran.out);
});

test('adds a member and prints the token once', async () => {
  const answers = { 'POST /v1/projects/spam/members': { status: 201, body: { ...ada, token: 'alaas_abc' } } };
  const ran = await run(answers, 'members', 'add', 'spam', 'Ada', '--role', 'reviewer');
  expect(ran.out).toBe('Ada is reviewer of spam. The token, shown once:\nalaas_abc\n');
  expect(bodies()?.[0]?.[1]).toEqual({ name: 'Ada', role: 'reviewer' });
});

test('changes, renews and removes a member by name', async () => {
  const role = await run(
    { ...members, 'PATCH /v1/projects/spam/members/id-1': { status: 200, body: { ...ada, role: 'admin' } } },
    ...['members', 'role', 'spam', 'Ada', 'admin'],
  );
  expect(role.out).toBe('Ada is admin of spam.\n');
  expect(bodies()?.[1]?.[1]).toEqual({ role: 'admin' });
  await service?.close();
  const token = await run(
    { ...members, 'POST /v1/projects/spam/members/id-1/token': { status: 200, body: { ...ada, token: 'new' } } },
    ...['members', 'token', 'spam', 'id-1'],
  );
  expect(token.out).toBe('The new token of Ada, shown once:\nnew\n');
  await service?.close();
  const removed = await run(
    { ...members, 'DELETE /v1/projects/spam/members/id-1': { status: 204, body: undefined } },
    ...['members', 'remove', 'spam', 'Ada'],
  );
  expect(removed.out).toBe('Ada is no member of spam any more.\n');
});

test('names the members where there is none of that name', async () => {
  const ran = await run(members, 'members', 'remove', 'spam', 'Eve');
  expect(ran).toMatchObject({ code: 2, err: 'NOT_FOUND: spam has no member "Eve". Its members: Ada.\n' });
});

test('refuses a role that cannot be given', async () => {
  const ran = await run(members, 'members', 'role', 'spam', 'Ada', 'owner');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('Allowed choices are admin, reviewer, annotator');
});

test('shows agreement, and how good and fast each annotator is', async () => {
  const answers = { 'GET /v1/projects/spam/quality': { status: 200, body: quality } };
  const ran = await run(answers, 'review', 'quality', 'spam');
  expect(ran.out.split('\n')).toEqual(
    [
      'spam',
      '  agreement             75.0 % (50.0 to 90.0) on 12 records with two or more answers',
      "  Krippendorff's alpha  0.52 (0.20 to 0.80)",
      "  Fleiss' kappa         unknown yet",
      "  Cohen's kappa         0.50 (0.10 to 0.80)  Ada and id-2, 12 records",
      '  suggestion accepted   80.0 % (70.0 to 90.0) of 50 where it was shown, 70.0 % (40.0 to 90.0) of 10 where it was hidden; difference 10.0 % (-10.0 to 30.0)',
      '',
      '  NAME  ANSWERS  SKIPPED  EACH   ON GOLD                     AGREES                 QUALITY',
      '  Ada   30       2        4.2 s  100.0 % (60.0 to 100.0) of 5  75.0 % (50.0 to 90.0)  0.91',
      '',
    ].map((line) => (line.startsWith('  NAME') ? expect.stringMatching(/^ {2}NAME +ANSWERS +SKIPPED +EACH/) : line)),
  );
});

test('lists what wants a reviewer, with the answers', async () => {
  const dispute = {
    item: 'sms-17',
    uri: 'file:///sms/17',
    text: 'a\nprize',
    why: 'disagreement',
    utility: 0.8,
    answers: [
      { annotator: 'Ada', value: 'spam', createdAt },
      { annotator: 'Bob', value: 'ham', note: 'he asked', createdAt },
    ],
    consensus: 'spam',
  };
  const answers = { 'GET /v1/projects/spam/disputes': { status: 200, body: [dispute] } };
  const ran = await run(answers, 'review', 'disputes', 'spam');
  expect(ran.out).toBe(
    [
      'sms-17  disagreement, doubt 0.80',
      '  a prize',
      '  Ada: spam',
      '  Bob: ham  (he asked)',
      '  together: spam',
      '',
      'Decide: alaas review adjudicate spam ITEM ANSWER',
      '',
    ].join('\n'),
  );
});

const of = (task: string) => ({ 'GET /v1/projects/spam': { status: 200, body: { ...project, task } } });
const verdict = { 'POST /v1/projects/spam/verdicts': { status: 204, body: undefined } };

test.each<[string, string, unknown]>([
  ['single-label', 'ham', 'ham'],
  ['multi-label', 'spam, ham', ['spam', 'ham']],
  ['multi-label', '-', []],
  ['spans', '[{"label":"spam","start":0,"end":2}]', [{ label: 'spam', start: 0, end: 2 }]],
])('decides a record of a %s task by %s', async (task, text, value) => {
  const ran = await run({ ...of(task), ...verdict }, 'review', 'adjudicate', 'spam', 'sms-1', text, '--note', 'why');
  expect(ran.code).toBe(0);
  expect(bodies()?.[1]?.[1]).toEqual({ item: 'sms-1', value, note: 'why' });
});

test('shows the form of an answer that must be JSON', async () => {
  const ran = await run({ ...of('spans'), ...verdict }, 'review', 'adjudicate', 'spam', 'sms-1', 'PER');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain('INVALID_ANSWER: PER is not JSON. Write an answer like');
});

const gold = { 'POST /v1/projects/spam/gold': { status: 204, body: undefined } };

test('sets one gold item, or many from a file, and makes one ordinary again', async () => {
  await run({ ...of('single-label'), ...gold }, 'review', 'gold', 'spam', 'sms-1', 'ham');
  expect(bodies()?.[1]?.[1]).toEqual({ items: [{ item: 'sms-1', value: 'ham' }] });
  await service?.close();
  await writeFile(join(cwd, 'gold.jsonl'), '{"item":"a","value":"ham"}\n\n{"item":"b","value":"spam"}\n');
  const many = await run(gold, 'review', 'gold', 'spam', '--input', 'gold.jsonl');
  expect(many.out).toBe('Set 2 gold items in spam.\n');
  await service?.close();
  const removed = await run(
    { 'DELETE /v1/projects/spam/gold/sms-1': { status: 204, body: undefined } },
    ...['review', 'gold', 'spam', 'sms-1', '--remove'],
  );
  expect(removed.out).toBe('sms-1 is no gold item any more.\n');
});

test.each<[string, string[], string]>([
  ['an item without an answer', ['sms-1'], 'Give an item and its answer'],
  ['nothing', [], 'Give an item and its answer'],
  ['an item and a file', ['sms-1', 'ham', '--input', 'gold.jsonl'], 'Give an item and its answer'],
  ['a file with a broken line', ['--input', 'gold.jsonl'], 'Line 2 of'],
  ['an answer to remove', ['sms-1', 'ham', '--remove'], '--remove takes the id of one item'],
])('refuses as gold %s', async (_, args, words) => {
  await writeFile(join(cwd, 'gold.jsonl'), '{"item":"a","value":"ham"}\n{\n');
  const ran = await run({ ...of('single-label'), ...gold }, 'review', 'gold', 'spam', ...args);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(words);
});

test('shows who did what', async () => {
  const entry = {
    number: 9,
    at: createdAt,
    by: 'owner',
    action: 'member.added',
    subject: 'id-1',
    details: { name: 'Ada' },
  };
  const answers = { 'GET /v1/projects/spam/audit?limit=5': { status: 200, body: [entry] } };
  const ran = await run(answers, 'review', 'audit', 'spam', '--limit', '5');
  expect(ran.out.split('\n')[1]).toBe('9       2024-01-01 00:00:00  owner  member.added  id-1  {"name":"Ada"}');
});

const hook = { id: 'h1', url: 'https://example.org/hook', events: ['model.updated'], isActive: true, createdAt };
const delivery = { id: 'd1', type: 'model.updated', state: 'failed', attempts: 8, lastResult: '503', createdAt };

test('adds a webhook for some events, and prints its secret once', async () => {
  const answers = { 'POST /v1/projects/spam/webhooks': { status: 201, body: { ...hook, secret: 'whsec_x' } } };
  const ran = await run(answers, 'webhooks', 'add', 'spam', hook.url, '--events', 'model.updated, stop.advised');
  expect(ran.out).toBe(`Webhook h1 posts to ${hook.url}. The secret, shown once:\nwhsec_x\n`);
  expect(bodies()?.[0]?.[1]).toEqual({ url: hook.url, events: ['model.updated', 'stop.advised'] });
});

test('refuses an event that there is not, naming those there are', async () => {
  const ran = await run({}, 'webhooks', 'add', 'spam', hook.url, '--events', 'model.changed');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('There is no event "model.changed". The events: project.created,');
});

test('lists webhooks and what was sent, switches one off, and sends again', async () => {
  const listed = await run({ 'GET /v1/projects/spam/webhooks': { status: 200, body: [hook] } }, 'webhooks', 'spam');
  expect(listed.out.split('\n')[1]).toMatch(/^h1 +on +https:\/\/example\.org\/hook +model\.updated$/);
  await service?.close();
  const sent = { 'GET /v1/projects/spam/webhooks/h1/deliveries': { status: 200, body: [delivery] } };
  const deliveries = await run(sent, 'webhooks', 'deliveries', 'spam', 'h1');
  expect(deliveries.out.split('\n')[1]).toMatch(/^d1 +2024-01-01 00:00:00 +model\.updated +failed +8 +503$/);
  await service?.close();
  const off = { 'PATCH /v1/projects/spam/webhooks/h1': { status: 200, body: { ...hook, isActive: false } } };
  expect((await run(off, 'webhooks', 'pause', 'spam', 'h1')).out).toBe('Webhook h1 is off.\n');
  expect(bodies()?.[0]?.[1]).toEqual({ isActive: false });
  await service?.close();
  const again = { status: 202, body: { ...delivery, state: 'waiting' } };
  const retried = await run(
    { 'POST /v1/projects/spam/webhooks/h1/deliveries/d1/retry': again },
    ...['webhooks', 'retry', 'spam', 'h1', 'd1'],
  );
  expect(retried.out).toBe('Delivery d1 is waiting.\n');
  await service?.close();
  const gone = { 'DELETE /v1/projects/spam/webhooks/h1': { status: 204, body: undefined } };
  expect((await run(gone, 'webhooks', 'remove', 'spam', 'h1')).out).toBe('Removed webhook h1.\n');
});
