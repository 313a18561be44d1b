import { AlaasError } from '@alaas/core';
import type { Outgoing } from '@alaas/engine';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { describeEngines, type TestPlace } from '../database/testing/engines.ts';
import { createLog } from '../log.ts';
import { createProjectEvents, type ProjectEvent } from '../projects/project-events.ts';
import { maxAttempts } from './schedule.ts';
import { signatureHeaders } from './sign.ts';
import { openWebhooks, type Webhooks } from './webhooks.ts';

let test: TestPlace;
let database: Database;
let webhooks: Webhooks;
let now: number;
let answer: () => number;
const sent: { url: string; headers: Record<string, string>; body: string }[] = [];
const events = createProjectEvents((error) => {
  throw error;
});

const outgoing: Outgoing = {
  post: async (url, { headers, body }) => {
    sent.push({ url, headers: { ...headers }, body });
    return { status: answer() };
  },
  close: async () => undefined,
};

function open(): Webhooks {
  return openWebhooks({
    store: database.webhooks,
    events,
    outgoing: {
      local: outgoing,
      remote: {
        ...outgoing,
        post: async () => {
          throw forbidden;
        },
      },
    },
    now: () => now,
    random: () => 0.5,
    log: createLog('silent'),
  });
}

const forbidden = new AlaasError('SOURCE_FORBIDDEN', 'The host "10.0.0.1" is not on the public internet.');

const event = (change: Partial<ProjectEvent> = {}): ProjectEvent => ({
  type: 'model.updated',
  project: 'p',
  at: now,
  data: { modelVersion: 3 },
  ...change,
});

async function hook(types: ProjectEvent['type'][] = ['model.updated'], access: 'local' | 'remote' = 'local') {
  return await webhooks.create('p', { url: 'http://127.0.0.1:9/hook', events: types }, access);
}

async function pass(milliseconds: number): Promise<void> {
  now += milliseconds;
  // an hour is the longest timer of ours; one of a database's driver must not go off while it connects
  await vi.advanceTimersByTimeAsync(Math.min(milliseconds, 3_600_000));
  await webhooks.settled();
}

describeEngines('openWebhooks', (make) => {
  beforeEach(async () => {
    // drivers wait by setImmediate
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    sent.length = 0;
    now = 1_700_000_000_000;
    answer = () => 204;
    test = await make();
    database = await openDatabase(test.place);
    const row = { dataset: 'd', version: 1, settings: '{}', sequence: 0, created_at: now, created_by: 'owner' };
    for (const id of ['p', 'other']) await database.projects.inProject(id, (data) => data.project.insert(row));
    webhooks = open();
  });

  afterEach(async () => {
    await webhooks.close();
    await database.close();
    await test.remove();
    vi.useRealTimers();
  });

  it('tells the targets of the project that asked for the event, signed with their secret', async () => {
    const { secret } = await hook();
    await webhooks.create('other', { url: 'http://127.0.0.1:9/other', events: ['model.updated'] }, 'local');
    events.emit(event({ type: 'response.created' }));
    events.emit(event());
    await webhooks.settled();
    expect(sent).toHaveLength(1);
    const [{ headers, body, url } = { headers: {}, body: '', url: '' }] = sent;
    expect(url).toBe('http://127.0.0.1:9/hook');
    expect(JSON.parse(body)).toEqual({
      type: 'model.updated',
      timestamp: '2023-11-14T22:13:20.000Z',
      data: { project: 'p', modelVersion: 3 },
    });
    const id = headers['webhook-id'] as string;
    expect(headers).toMatchObject(signatureHeaders(secret, { id, at: now, body }));
  });

  it('tries again with growing waits under the same id, and says so', async () => {
    const { id } = await hook();
    answer = () => 500;
    events.emit(event());
    await webhooks.settled();
    expect(await webhooks.deliveries('p', id, 9)).toMatchObject([
      { state: 'waiting', attempts: 1, lastResult: 'HTTP 500' },
    ]);
    await pass(4_000);
    expect(sent).toHaveLength(1);
    await pass(1_000);
    expect(sent).toHaveLength(2);
    answer = () => 200;
    await pass(30_000);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await webhooks.deliveries('p', id, 9)).toMatchObject([{ state: 'delivered', attempts: 3 }]);
  });

  it('gives up in the end and switches the webhook off, whose later events wait for nobody', async () => {
    const { id } = await hook();
    answer = () => 503;
    events.emit(event());
    await webhooks.settled();
    for (let i = 1; i < maxAttempts; i++) {
      const [{ nextAttemptAt = '' } = {}] = await webhooks.deliveries('p', id, 1);
      await pass(Date.parse(nextAttemptAt) - now);
    }
    expect(sent).toHaveLength(maxAttempts);
    expect(await webhooks.list('p')).toMatchObject([{ isActive: false, detail: expect.stringContaining('HTTP 503') }]);
    events.emit(event());
    await webhooks.settled();
    expect(sent).toHaveLength(maxAttempts);
    answer = () => 200;
    await webhooks.setActive('p', id, true);
    const [failed] = await webhooks.deliveries('p', id, 1);
    await webhooks.redeliver('p', id, failed?.id ?? '');
    await webhooks.settled();
    expect(await webhooks.deliveries('p', id, 1)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  it('sends what waited after a restart', async () => {
    await hook();
    answer = () => 500;
    events.emit(event());
    await webhooks.settled();
    await webhooks.close();
    answer = () => 200;
    now += 6_000;
    webhooks = open();
    await webhooks.settled();
    expect(sent).toHaveLength(2);
  });

  it('keeps a dead target from holding up another', async () => {
    await hook();
    await webhooks.create('p', { url: 'http://127.0.0.1:9/alive', events: ['model.updated'] }, 'local');
    answer = () => 200;
    const stuck = Promise.withResolvers<void>();
    const post = vi.spyOn(outgoing, 'post').mockImplementation(async (url, { headers, body }) => {
      if (url.endsWith('/hook')) await stuck.promise;
      sent.push({ url, headers: { ...headers }, body });
      return { status: 200 };
    });
    for (let i = 0; i < 3; i++) events.emit(event());
    await vi.waitFor(() => expect(sent.filter(({ url }) => url.endsWith('/alive'))).toHaveLength(3));
    expect(post.mock.calls.filter(([url]) => url.endsWith('/hook'))).toHaveLength(1);
    stuck.resolve();
    await webhooks.settled();
    post.mockRestore();
  });

  it('shows why an address was refused', async () => {
    const { id } = await hook(['model.updated'], 'remote');
    events.emit(event());
    await webhooks.settled();
    expect(await webhooks.deliveries('p', id, 1)).toMatchObject([
      { state: 'waiting', lastResult: expect.stringContaining('SOURCE_FORBIDDEN') },
    ]);
  });

  it('stops at 410, and never shows the secret again', async () => {
    const { id, secret } = await hook();
    answer = () => 410;
    events.emit(event());
    await webhooks.settled();
    expect(sent).toHaveLength(1);
    const [listed] = await webhooks.list('p');
    expect(listed).toMatchObject({ id, isActive: false });
    expect(JSON.stringify(listed)).not.toContain(secret);
  });
});
