import {
  AlaasError,
  bulkResultSchema,
  mayAct,
  neighboursSchema,
  poolItemsSchema,
  poolMapSchema,
  type Role,
} from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Admit } from '../http/admit.ts';
import { defaultPace } from '../http/body.ts';
import { owner } from '../http/callers.ts';
import { createHttpApp } from '../http/http-app.ts';
import { createLog } from '../log.ts';
import { openPoolWorld, type PoolWorld } from '../pool/pool.fixture.ts';
import { poolRoutes } from './pool.ts';

let world: PoolWorld;
let http: Awaited<ReturnType<typeof createHttpApp>>;
let role: Role;

beforeEach(async () => {
  world = await openPoolWorld({ folder: undefined });
  role = 'reviewer';
  const admit: Admit = async ({ caller }, _project, needed) => {
    if (mayAct(role, needed)) return caller;
    throw new AlaasError('FORBIDDEN', `This needs the role ${needed}.`);
  };
  http = await createHttpApp(
    {
      limits: { max_body_bytes: 2 ** 20, requests_per_minute: 10_000 },
      needsToken: false,
      identify: async () => owner,
      hosts: undefined,
      pace: defaultPace,
      version: '0',
      log: createLog('silent'),
      metrics: { observeRequest: () => undefined },
    },
    async (app) =>
      poolRoutes(app, { pool: world.pool, admit, roleIn: async () => role, closing: new AbortController().signal }),
  );
});

afterEach(async () => {
  await http.close();
  await world.close();
});

async function call(method: 'GET' | 'POST', path: string, payload?: object) {
  const url = `/v1/projects/p${path}`;
  const { statusCode, body } = await http.inject({
    method,
    url,
    headers: { host: '127.0.0.1' },
    ...(payload && { payload }),
  });
  return { status: statusCode, json: JSON.parse(body) };
}

describe('the routes of the pool', () => {
  it('list it as their description says, page by page', async () => {
    await world.label(8);
    const first = await call('GET', '/items?sort=uncertainty&limit=40&likelyError=false');
    const page = poolItemsSchema.parse(first.json);
    expect([page.items.length, page.total, page.modelVersion > 0]).toEqual([40, 60, true]);
    const next = encodeURIComponent(String(page.next));
    const second = await call('GET', `/items?sort=uncertainty&limit=40&likelyError=false&after=${next}`);
    const rest = poolItemsSchema.parse(second.json);
    expect(rest.next).toBeUndefined();
    expect(page.items.length + rest.items.length).toBe(page.matches);
    expect(new Set([...page.items, ...rest.items].map(({ item }) => item)).size).toBe(page.matches);
  });

  it('refuse what they do not know, and say what is meant', async () => {
    for (const query of [
      'limit=1001',
      'sort=beauty',
      'after=here',
      'status=lost',
      'color=red',
      'likelyError=perhaps',
    ]) {
      const { status, json } = await call('GET', `/items?${query}`);
      expect([status, json.code], query).toEqual([400, 'INVALID_REQUEST']);
    }
    const half = await call('GET', '/items?truth=spam');
    expect([half.status, half.json.code]).toEqual([400, 'INVALID_REQUEST']);
    expect((await call('POST', '/exclusions', { items: [] })).status).toBe(400);
    expect((await call('POST', '/exclusions', { items: ['a\0b'] })).status).toBe(400);
    expect((await call('POST', '/labels', { items: ['item-1'], value: 'strange' })).json.code).toBe('INVALID_ANSWER');
    const lost = await call('GET', '/items/nowhere/neighbours');
    expect([lost.status, lost.json.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('exclude and label items, and draw the map', async () => {
    const excluded = await call('POST', '/exclusions', { items: ['item-1', 'nowhere'] });
    expect(bulkResultSchema.parse(excluded.json)).toMatchObject({ changed: 1, failed: [{ item: 'nowhere' }] });
    const labelled = await call('POST', '/labels', { items: ['item-2', 'item-4'], value: 'spam' });
    expect(bulkResultSchema.parse(labelled.json)).toEqual({ changed: 2, known: 0, failed: [] });
    await world.settle();
    const { json } = await call('GET', '/items?status=completed');
    expect(json.items.map(({ item, label }: { item: string; label: string }) => [item, label])).toEqual([
      ['item-2', 'spam'],
      ['item-4', 'spam'],
    ]);
    expect(poolMapSchema.parse((await call('GET', '/map')).json)).toMatchObject({
      points: 60,
      values: ['spam', 'ham'],
    });
    const back = await call('POST', '/exclusions', { items: ['item-1'], isExcluded: false });
    expect(back.json).toEqual({ changed: 1, known: 0, failed: [] });
  });

  it('let annotators see labelled neighbours and nothing else', async () => {
    await world.label(6);
    role = 'annotator';
    for (const path of ['/items', '/map']) expect((await call('GET', path)).status, path).toBe(403);
    expect((await call('POST', '/exclusions', { items: ['item-1'] })).status).toBe(403);
    expect((await call('POST', '/labels', { items: ['item-1'], value: 'spam' })).status).toBe(403);
    const asked = (await world.all({ status: 'unlabelled' }))[0]?.item;
    const near = await call('GET', `/items/${asked}/neighbours?n=50`);
    const { neighbours } = neighboursSchema.parse(near.json);
    expect(neighbours).toHaveLength(6);
    for (const { label } of neighbours) expect(label).toBeDefined();
    expect((await call('GET', `/items/${asked}/neighbours?labelled=false`)).status).toBe(403);
  });
});
