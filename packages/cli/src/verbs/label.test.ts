import type { Lease, Next, Project } from '@alaas/core';
import { afterEach, expect, test } from 'vitest';
import { leaseOf, nextOf, project, responseOf } from '../project/project.fixture.ts';
import { type Answer, type Service, startService } from '../service.fixture.ts';
import { createOutput, endOf, runIn, streamOf } from '../world.fixture.ts';
import type { World } from '../world.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

const ok = (body: unknown): Answer => ({ status: 200, body });
const given = ok({ items: [{ response: responseOf('sms-1'), isRepeated: false }] });
const done = nextOf([], { reason: 'done', detail: 'Every item has its answers.' });

interface Scene {
  readonly queue: readonly Next[];
  readonly answers?: Record<string, Answer | Answer[]>;
  readonly project?: Partial<Project>;
  readonly world?: Partial<World>;
}

async function run({ queue, answers = {}, project: extra = {}, world = {} }: Scene, lines: string, ...args: string[]) {
  service = await startService({
    'GET /v1/projects/spam': ok({ ...project, ...extra }),
    'GET /v1/projects/spam/next?n=2': queue.map(ok),
    'POST /v1/projects/spam/leases/heartbeat': ok({ held: [] }),
    'POST /v1/projects/spam/leases/return': { status: 204, body: undefined },
    'POST /v1/projects/spam/responses': given,
    ...answers,
  });
  return await runIn({ stdin: streamOf(lines), ...world }, 'label', 'spam', '--server', service.url, ...args);
}

/** What was sent to a route, in order. */
const sent = (route: string) =>
  service?.seen.filter(({ call }) => call === `POST /v1/projects/spam/${route}`).map(({ body }) => body);
const firstOf = (body: unknown) => (body as { items: Record<string, unknown>[] }).items[0];

test('answers, skips, and says why there is no more', async () => {
  const queue = [nextOf([leaseOf(1), leaseOf(2)]), nextOf([leaseOf(2)]), done];
  const ran = await run({ queue }, 'ham\n\n');
  expect(ran.code).toBe(0);
  expect(ran.err).toBe('\n1 answer, 1 skipped. Every item has its answers.\nNext: alaas project metrics spam\n');
  const [answered, skipped] = (sent('responses') ?? []).map(firstOf);
  expect(answered).toEqual({ item: 'sms-1', lease: 'lease-1', value: 'ham', key: expect.any(String) });
  expect(skipped).toEqual({ item: 'sms-2', lease: 'lease-2', status: 'skipped', key: expect.any(String) });
  expect(answered?.key).not.toBe(skipped?.key);
});

test('tells the service which record is on the screen, so that it is not exchanged', async () => {
  await run({ queue: [nextOf([leaseOf(1), leaseOf(2)])] }, 'q\n');
  expect(sent('leases/heartbeat')).toEqual([{ leases: ['lease-1', 'lease-2'], seen: ['lease-1'] }]);
});

test('gives back what it holds when it stops', async () => {
  const queue = [nextOf([leaseOf(1), leaseOf(2)]), nextOf([leaseOf(2), leaseOf(3)])];
  const ran = await run({ queue }, 'ham\n');
  expect(ran.code).toBe(0);
  expect(sent('leases/return')).toEqual([{ leases: ['lease-2', 'lease-3'] }]);
});

test('shows again what was undone, before anything else', async () => {
  const queue = [nextOf([leaseOf(1)]), nextOf([leaseOf(2)]), nextOf([leaseOf(2), leaseOf(1, { draft: 'ham' })]), done];
  const answers = { 'POST /v1/projects/spam/undo': ok({ responses: [responseOf('sms-1')] }) };
  const ran = await run({ queue, answers }, 'ham\nu\nspam\n');
  expect((sent('responses') ?? []).map((body) => [firstOf(body)?.item, firstOf(body)?.value])).toEqual([
    ['sms-1', 'ham'],
    ['sms-1', 'spam'],
  ]);
  expect(ran.out).toContain('  before: ham\n');
  expect(ran.err).toContain('1 answer, 1 taken back.');
});

test('says when there is nothing to undo', async () => {
  const answers = { 'POST /v1/projects/spam/undo': ok({ responses: [] }) };
  const ran = await run({ queue: [nextOf([leaseOf(1)])], answers }, 'u\nq\n');
  expect(ran.out).toContain('There is nothing to undo.');
});

test('waits while the next records are being chosen', async () => {
  const waits: number[] = [];
  const pause = async (ms: number, signal?: AbortSignal) => {
    if (ms >= 30_000) await endOf(signal);
    else waits.push(ms);
  };
  const waiting = nextOf([], { reason: 'waiting', detail: 'soon', retryAfterSeconds: 1 });
  const ran = await run({ queue: [waiting, waiting, nextOf([leaseOf(1)]), done], world: { pause } }, 'ham\n');
  expect(waits).toEqual([1000, 1000]);
  expect(ran.err).toContain('1 answer. Every item has its answers.');
});

test('stops after --count answers, and asks past an advice to stop with --anyway', async () => {
  const next = ok(nextOf([leaseOf(1)]));
  const answers = { 'GET /v1/projects/spam/next?n=2&anyway=true': next };
  const ran = await run({ queue: [], answers }, 'ham\nham\nham\n', '--count', '2', '--anyway');
  expect(ran.err).toContain('2 answers.');
  expect(sent('responses')?.length).toBe(2);
});

test('shows a refused answer, goes on, and exits with 1 in a script', async () => {
  const error = { code: 'LEASE_LOST', detail: 'Somebody else has it.' };
  const answers = { 'POST /v1/projects/spam/responses': ok({ items: [{ error }] }) };
  const ran = await run({ queue: [nextOf([leaseOf(1)]), done], answers }, 'ham\n');
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('LEASE_LOST: Somebody else has it.');
  expect(ran.err).toContain('0 answers, 1 refused.');
});

test('stops a script at a line that means nothing, and gives the record back', async () => {
  const ran = await run({ queue: [nextOf([leaseOf(1)])] }, 'eggs\n');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('INVALID_ANSWER: There is no label eggs; there are spam, ham.');
  expect(sent('leases/return')).toEqual([{ leases: ['lease-1'] }]);
});

test('gives programs each record and the outcome as JSON', async () => {
  const ran = await run({ queue: [nextOf([leaseOf(1)]), done] }, 'ham\n', '--json');
  const [record, outcome] = ran.out.trimEnd().split('\n');
  expect(JSON.parse(record ?? '')).toEqual(leaseOf(1));
  expect(JSON.parse(outcome ?? '')).toEqual({ answered: 1, skipped: 0, undone: 0, refused: 0, empty: done.empty });
  expect(ran.err).toBe('');
});

test('answers by single keys in a terminal, and measures how long each took', async () => {
  const keys = ['2', 'q'];
  const times = [1000, 3500];
  const screen = createOutput({ isTerminal: true });
  const openKeyboard = () => ({ next: async () => keys.shift(), flush: () => undefined, close: () => undefined });
  const now = () => times.shift() ?? 9000;
  const world = { openKeyboard, now, stdout: screen.output };
  await run({ queue: [nextOf([leaseOf(1)]), nextOf([leaseOf(2)])], world }, '');
  expect(firstOf(sent('responses')?.[0])).toMatchObject({ item: 'sms-1', value: 'ham', leadTimeMs: 2500 });
  expect(screen.text()).toContain('-> ham');
});

test('answers which of two is better by left, right and tie', async () => {
  const ran = await run({ queue: [nextOf([leaseOf(1)]), done], project: { task: 'pairwise', labels: [] } }, '3\n');
  expect(ran.out).toContain('1 left   2 right   3 tie');
  expect(firstOf(sent('responses')?.[0])?.value).toBe('tie');
});

test.each<[string, Partial<Project>, string]>([
  ['spans', { task: 'spans' }, 'spam asks for spans, which a terminal cannot mark.'],
  ['a project without labels', { labels: [] }, 'Give it some: alaas project change spam --labels ONE,OTHER'],
])('refuses %s, and says what to do', async (_, extra, words) => {
  const ran = await run({ queue: [], project: extra }, '');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(words);
});

test('holds the leases of a person who takes long', async () => {
  let isWaited = false;
  const pause = async (ms: number, signal?: AbortSignal) => {
    if (ms < 30_000) return;
    if (isWaited) await endOf(signal);
    isWaited = true;
  };
  let take: (key: string) => void = () => undefined;
  const openKeyboard = () => ({
    next: () =>
      new Promise<string>((resolve) => {
        take = resolve;
      }),
    flush: () => undefined,
    close: () => undefined,
  });
  const lease: Lease = leaseOf(1);
  const running = run({ queue: [nextOf([lease])], world: { pause, openKeyboard } }, '');
  const beats = () => (sent('leases/heartbeat') ?? []).length;
  while (beats() < 2) await new Promise((resolve) => setImmediate(resolve));
  take('q');
  await running;
  expect(sent('leases/heartbeat')).toEqual(Array(2).fill({ leases: ['lease-1'], seen: ['lease-1'] }));
});
