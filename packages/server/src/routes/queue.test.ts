import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoleIn } from '../projects/caller.ts';
import { FakeChoices } from '../projects/project.fixture.ts';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let test: TestApp;
let choices: FakeChoices;

/** Persons are named by a header; only these have a part in the project. */
const roleIn: RoleIn = async (_, { id }) =>
  (({ owner: 'owner', rae: 'reviewer', ann: 'annotator', bob: 'annotator' }) as const)[id];

beforeEach(async () => {
  choices = new FakeChoices(4);
  test = await createTestApp({
    choices: () => choices,
    roleIn,
    identify: async ({ headers }) => {
      const id = String(headers['x-person'] ?? 'owner');
      return { id, name: id, isOwner: id === 'owner' };
    },
  });
  await test.call('POST', '/v1/datasets', { body: { id: 'letters' } });
  await test.call('POST', '/v1/projects', {
    body: { id: 'mail', dataset: 'letters', labels: [{ name: 'spam' }, { name: 'ham' }], overlap: 2 },
  });
});

afterEach(async () => {
  await test.app.close();
});

const as = (person: string) => ({ headers: { 'x-person': person } });
const call = (method: 'GET' | 'POST', path: string, person = 'ann', body?: object) =>
  test.call(method, `/v1/projects/mail${path}`, { ...as(person), ...(body === undefined ? {} : { body }) });
const answer = (person: string, ...items: unknown[]) => call('POST', '/responses', person, { items });

describe('the queue over HTTP', () => {
  it('refuses more answers at once than can be read in passing, and says how much it takes', async () => {
    const { status, json } = await answer('ann', { item: 'item-0', value: 'spam', note: 'x'.repeat(2 ** 24) });
    expect([status, json.code]).toEqual([413, 'TOO_LARGE']);
    expect(json.detail).toContain('16777216 bytes');
    expect(json.detail).not.toContain('max_body_bytes');
  });

  it('gives records, takes answers, and undoes them', async () => {
    const { json: next } = await call('GET', '/next?n=2');
    expect(next.leases.map(({ item }: { item: string }) => item)).toEqual(['item-0', 'item-1']);
    const { json: taken } = await answer('ann', { item: 'item-0', lease: next.leases[0].id, value: 'spam' });
    expect(taken.items).toMatchObject([{ response: { item: 'item-0', annotator: 'ann', value: 'spam' } }]);
    expect((await call('POST', '/undo', 'ann', {})).json.responses).toMatchObject([{ item: 'item-0' }]);
    expect((await call('GET', '/next?n=2')).json).toMatchObject({
      mine: 0,
      leases: [{ item: 'item-0', draft: 'spam' }, { item: 'item-1' }],
    });
    expect((await call('POST', '/redo', 'ann', { n: 1 })).json.responses).toMatchObject([{ value: 'spam' }]);
    expect((await call('GET', '/history')).json.responses).toMatchObject([{ item: 'item-0', value: 'spam' }]);
  });

  it('judges a broken answer alone', async () => {
    const { status, json } = await answer(
      'ann',
      { item: 'item-0', value: 'spma' },
      { item: 'item-1', value: 'ham' },
      { item: 'item-2', value: 7 },
      'item-3',
      { item: 'nothing', value: 'ham' },
      { item: 'item-3', status: 'skipped', value: 'ham' },
      { item: 'item-3' },
    );
    expect(status).toBe(200);
    expect(json.items.map((one: { error?: { code: string } }) => one.error?.code)).toEqual([
      'INVALID_ANSWER',
      undefined,
      'INVALID_REQUEST',
      'INVALID_REQUEST',
      'NOT_FOUND',
      'INVALID_ANSWER',
      'INVALID_ANSWER',
    ]);
    expect(json.items[0].error.detail).toContain('did you mean "spam"');
    expect(json.items[2].error.detail).toContain('items[2]');
  });

  it('keeps leases, and gives them back to others', async () => {
    const { leases } = (await call('GET', '/next?n=1')).json;
    const ids = leases.map(({ id }: { id: string }) => id);
    const { json } = await call('POST', '/leases/heartbeat', 'ann', { leases: [...ids, 'gone'], seen: ids });
    expect(json.held.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect((await call('POST', '/leases/return', 'ann', { leases: ids })).status).toBe(204);
    expect((await call('POST', '/leases/heartbeat', 'ann', { leases: ids })).json.held).toEqual([]);
  });

  it('shows a project to nobody who has no part in it', async () => {
    for (const [method, path, body] of [
      ['GET', '/next'],
      ['POST', '/responses', { items: [{ item: 'item-0', value: 'ham' }] }],
      ['POST', '/undo', {}],
      ['POST', '/redo', {}],
      ['POST', '/leases/heartbeat', { leases: ['a'] }],
      ['POST', '/leases/return', { leases: ['a'] }],
      ['GET', '/records'],
      ['GET', '/records/item-0'],
      ['GET', '/history'],
      ['GET', '/versions'],
      ['GET', ''],
    ] as const) {
      const { status, json } = await call(method, path, 'eve', body);
      expect([path, status, json.code]).toEqual([path, 404, 'NOT_FOUND']);
    }
    expect((await test.call('GET', '/v1/projects', as('eve'))).json).toEqual([]);
  });

  it('lets annotators change and delete nothing', async () => {
    const change = await test.call('PATCH', '/v1/projects/mail', { ...as('ann'), body: { overlap: 1 } });
    const gone = await test.call('DELETE', '/v1/projects/mail', as('rae'));
    const made = await test.call('POST', '/v1/projects', {
      ...as('rae'),
      body: { dataset: 'letters', labels: [{ name: 'a' }] },
    });
    expect([change, gone, made].map(({ json }) => json.code)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });
});

describe('GET /v1/projects/:id/records', () => {
  const seen = async (person: string) => {
    const { json } = await call('GET', '/records/item-0', person);
    return json.responses.map(({ annotator }: { annotator: string }) => annotator);
  };

  it("shows annotators others' answers after they gave their own, and reviewers all", async () => {
    await answer('ann', { item: 'item-0', value: 'spam' });
    expect(await seen('bob')).toEqual([]);
    expect((await call('GET', '/records/item-0', 'bob')).json).not.toHaveProperty('answer');
    expect(await seen('rae')).toEqual(['ann']);
    await answer('bob', { item: 'item-0', value: 'spam' });
    expect(await seen('bob')).toEqual(['ann', 'bob']);
    expect((await call('GET', '/records/item-0', 'bob')).json).toMatchObject({ answer: 'spam', status: 'completed' });
  });

  it("shows others' answers to all where the project says so", async () => {
    await test.call('PATCH', '/v1/projects/mail', { body: { isBlind: false } });
    await answer('ann', { item: 'item-0', value: 'spam' });
    expect(await seen('bob')).toEqual(['ann']);
  });

  it('goes on behind a page, filters and searches', async () => {
    const all = [0, 1, 2, 3].map((i) => ({ item: `item-${i}`, value: 'ham' }));
    await answer('ann', ...all);
    await answer('bob', { item: 'item-1', value: 'spam' }, { item: 'item-2', value: 'ham', note: 'Sure?' });
    await answer('bob', { item: 'item-3', value: 'ham' });
    const list = async (query: string) => {
      const { json } = await call('GET', `/records?${query}`, 'rae');
      return [json.records.map(({ item }: { item: string }) => item), json.next];
    };
    const [first, next] = await list('limit=3');
    expect(first).toEqual(['item-0', 'item-1', 'item-2']);
    expect(await list(`limit=3&after=${next}`)).toEqual([['item-3'], undefined]);
    expect(await list('status=pending')).toEqual([['item-0'], undefined]);
    expect(await list('status=disputed')).toEqual([['item-1'], undefined]);
    expect(await list('status=flagged')).toEqual([['item-2'], undefined]);
    expect(await list('status=completed')).toEqual([['item-3'], undefined]);
    expect(await list('q=TEXT of item-2')).toEqual([['item-2'], undefined]);
  });
});
