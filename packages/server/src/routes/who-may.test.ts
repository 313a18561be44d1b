import { mayAct, type Role } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeChoices } from '../projects/project.fixture.ts';
import { type Answer, createTestApp, type TestApp } from '../testing/test-app.ts';

/** Who may call a route: everybody, who has any token, members from a role on, or the owner of the service alone. */
type Needed = 'nothing' | 'token' | 'service' | Role;

interface Known {
  readonly needs: Needed;
  /** A body that passes the check of its form. */
  readonly body?: unknown;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

const lease = { leases: ['none'] };

/** Every route there is. A route that is missing here fails the test: say who may call it. */
const table: Readonly<Record<string, Known>> = {
  'get /healthz': { needs: 'nothing' },
  'get /readyz': { needs: 'service' },
  'get /metrics': { needs: 'service' },
  'post /post': { needs: 'service', body: { data: [{ text: 'a' }], parameters: { budget: 1 } } },
  'post /v1/queries': { needs: 'service', body: { items: [{ text: 'a' }], budget: 1 } },
  'post /v1/select': { needs: 'service', body: { budget: 1, probabilities: [[0.5, 0.5]] } },
  'post /v1/simulations': { needs: 'service', body: { pool: { dataset: 'letters' }, strategies: ['random'] } },
  'get /v1/jobs': { needs: 'service' },
  'get /v1/jobs/{id}': { needs: 'service' },
  'delete /v1/jobs/{id}': { needs: 'service' },
  'get /v1/events': { needs: 'service' },
  'post /v1/datasets': { needs: 'service', body: { id: 'more' } },
  'get /v1/datasets': { needs: 'service' },
  'get /v1/datasets/{id}': { needs: 'service' },
  'delete /v1/datasets/{id}': { needs: 'service' },
  'post /v1/datasets/{id}/items': { needs: 'service', body: { items: [{ text: 'a' }] } },
  'post /v1/datasets/{id}/manifest': { needs: 'service', body: 'a.jpg', headers: { 'content-type': 'text/plain' } },
  'post /v1/datasets/{id}/files': {
    needs: 'service',
    query: '?name=a.txt',
    body: 'a',
    headers: { 'content-type': 'text/plain' },
  },
  'post /v1/inspect': { needs: 'service', body: { content: 'a', name: 'a.txt' } },
  'get /v1/samples': { needs: 'service' },
  'post /v1/samples/{id}': { needs: 'service' },
  'get /v1/strategies': { needs: 'token' },
  'get /v1/strategies/{id}': { needs: 'token' },
  'get /v1/wrappers': { needs: 'token' },
  'get /v1/wrappers/{id}': { needs: 'token' },
  'get /v1/models': { needs: 'service' },
  'get /v1/learners': { needs: 'token' },
  'get /v1/stopping-rules': { needs: 'token' },
  'get /v1/me': { needs: 'token' },
  'get /v1/projects': { needs: 'token' },
  'post /v1/projects': { needs: 'service', body: { id: 'new', dataset: 'letters', labels: [{ name: 'a' }] } },
  'get /v1/projects/{id}': { needs: 'annotator' },
  'patch /v1/projects/{id}': { needs: 'admin', body: { guidelines: 'Be kind.' } },
  'delete /v1/projects/{id}': { needs: 'owner' },
  'get /v1/projects/{id}/versions': { needs: 'reviewer' },
  'get /v1/projects/{id}/next': { needs: 'annotator' },
  'post /v1/projects/{id}/responses': { needs: 'annotator', body: { items: [{ item: 'item-3', value: 'ham' }] } },
  'post /v1/projects/{id}/leases/heartbeat': { needs: 'annotator', body: lease },
  'post /v1/projects/{id}/leases/return': { needs: 'annotator', body: lease },
  'post /v1/projects/{id}/undo': { needs: 'annotator', body: {} },
  'post /v1/projects/{id}/redo': { needs: 'annotator', body: {} },
  'get /v1/projects/{id}/records': { needs: 'annotator' },
  'get /v1/projects/{id}/records/{item}': { needs: 'annotator' },
  'get /v1/projects/{id}/history': { needs: 'annotator' },
  'get /v1/projects/{id}/items/{item}/content': { needs: 'annotator' },
  'get /v1/projects/{id}/items': { needs: 'reviewer' },
  'get /v1/projects/{id}/map': { needs: 'reviewer' },
  'get /v1/projects/{id}/items/{item}/neighbours': { needs: 'annotator' },
  'post /v1/projects/{id}/exclusions': { needs: 'reviewer', body: { items: ['item-5'] } },
  'post /v1/projects/{id}/labels': { needs: 'reviewer', body: { items: ['item-4'], value: 'ham' } },
  'get /v1/projects/{id}/metrics': { needs: 'reviewer' },
  'get /v1/projects/{id}/status': { needs: 'annotator' },
  'get /v1/projects/{id}/events': { needs: 'annotator' },
  'get /v1/projects/{id}/models': { needs: 'reviewer' },
  'post /v1/projects/{id}/models/{version}/serve': { needs: 'admin' },
  'post /v1/projects/{id}/predict': { needs: 'reviewer', body: { items: [{ text: 'a' }] } },
  'get /v1/projects/{id}/model.onnx': { needs: 'reviewer' },
  'get /v1/projects/{id}/rounds': { needs: 'reviewer' },
  'get /v1/projects/{id}/rounds/{number}': { needs: 'reviewer' },
  'post /v1/projects/{id}/rounds/{number}/replay': { needs: 'reviewer' },
  'get /v1/projects/{id}/members': { needs: 'reviewer' },
  'post /v1/projects/{id}/members': { needs: 'admin', body: { name: 'Eve' } },
  'patch /v1/projects/{id}/members/{member}': { needs: 'admin', body: { role: 'annotator' } },
  'delete /v1/projects/{id}/members/{member}': { needs: 'admin' },
  'post /v1/projects/{id}/members/{member}/token': { needs: 'admin' },
  'get /v1/projects/{id}/quality': { needs: 'reviewer' },
  'get /v1/projects/{id}/disputes': { needs: 'reviewer' },
  'post /v1/projects/{id}/verdicts': { needs: 'reviewer', body: { item: 'item-1', value: 'ham' } },
  'post /v1/projects/{id}/gold': { needs: 'admin', body: { items: [{ item: 'item-2', value: 'ham' }] } },
  'get /v1/projects/{id}/gold': { needs: 'admin' },
  'delete /v1/projects/{id}/gold/{item}': { needs: 'admin' },
  'get /v1/projects/{id}/audit': { needs: 'admin' },
  'get /v1/projects/{id}/webhooks': { needs: 'admin' },
  'post /v1/projects/{id}/webhooks': { needs: 'admin', body: { url: 'http://127.0.0.1:1/' } },
  'patch /v1/projects/{id}/webhooks/{webhook}': { needs: 'admin', body: { isActive: true } },
  'delete /v1/projects/{id}/webhooks/{webhook}': { needs: 'admin' },
  'get /v1/projects/{id}/webhooks/{webhook}/deliveries': { needs: 'admin' },
  'post /v1/projects/{id}/webhooks/{webhook}/deliveries/{delivery}/retry': { needs: 'admin' },
  'get /v1/projects/{id}/export': { needs: 'reviewer', query: '?format=jsonl' },
  'post /v1/projects/{id}/import': {
    needs: 'admin',
    query: '?format=jsonl',
    body: '{}',
    headers: { 'content-type': 'application/x-ndjson' },
  },
  'post /v1/projects/{id}/simulations': { needs: 'admin', body: { strategies: ['random'] } },
  'get /v1/projects/{id}/simulations': { needs: 'reviewer' },
  'get /v1/projects/{id}/simulations/{job}': { needs: 'reviewer' },
  'delete /v1/projects/{id}/simulations/{job}': { needs: 'admin' },
  'post /v1/projects/{id}/import-known': { needs: 'admin' },
  'get /label-studio/{project}/health': { needs: 'annotator' },
  'post /label-studio/{project}/setup': { needs: 'annotator', body: { schema: '<View/>' } },
  'post /label-studio/{project}/predict': { needs: 'annotator', body: { tasks: [] } },
  'post /label-studio/{project}/webhook': { needs: 'annotator', body: { action: 'PROJECT_UPDATED' } },
  'post /label-studio/{project}/train': { needs: 'annotator', body: { annotations: [] } },
  'post /label-studio/{project}/job_status': { needs: 'annotator', body: { job: 'mail.0' } },
  'get /label-studio/{project}/versions': { needs: 'annotator' },
  'post /label-studio/{project}/validate': { needs: 'annotator', body: {} },
  'post /label-studio/{project}/delete': { needs: 'annotator', body: {} },
  'post /label-studio/{project}/duplicate_model': { needs: 'annotator', body: {} },
  'get /label-studio/{project}/metrics': { needs: 'annotator' },
};

const serviceToken = 'correct-horse-battery-staple';
let test: TestApp;
let tokens: Record<'admin' | 'reviewer' | 'ann' | 'bob' | 'stranger', string>;
let annId: string;
let routes: string[];

beforeEach(async () => {
  test = await createTestApp({ token: serviceToken, choices: () => new FakeChoices(6) });
  await call('post /v1/datasets', serviceToken, { body: { id: 'letters' } });
  for (const id of ['mail', 'other']) {
    const labels = [{ name: 'spam' }, { name: 'ham' }];
    await call('post /v1/projects', serviceToken, {
      body: { id, dataset: 'letters', labels, overlap: 3, goldShare: 0 },
    });
  }
  const join = async (project: string, name: string, role: string) =>
    (await call('post /v1/projects/{id}/members', serviceToken, { project, body: { name, role } })).json;
  const ann = await join('mail', 'Ann', 'annotator');
  annId = ann.id;
  tokens = {
    admin: (await join('mail', 'Ada', 'admin')).token,
    reviewer: (await join('mail', 'Rae', 'reviewer')).token,
    ann: ann.token,
    bob: (await join('mail', 'Bob', 'annotator')).token,
    stranger: (await join('other', 'Sid', 'admin')).token,
  };
  const { paths } = (await call('get /openapi.json', serviceToken)).json;
  routes = Object.entries(paths as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
});

afterEach(() => test.app.close());

interface Asked {
  readonly project?: string;
  readonly item?: string;
  readonly body?: unknown;
}

async function call(route: string, token: string | undefined, asked: Asked = {}): Promise<Answer> {
  const { project = 'mail', item = 'item-0' } = asked;
  const { query = '', headers = {}, body } = table[route] ?? { needs: 'token' };
  const [method = '', path = ''] = route.split(' ');
  const url = path
    .replace('/projects/{id}', `/projects/${project}`)
    .replace('{project}', project)
    .replace('{item}', item)
    .replace(/\{(number|version)\}/, '1')
    .replace('{member}', annId)
    .replaceAll(/\{\w+\}/g, 'none');
  return await test.call(method.toUpperCase() as 'GET', url + query, {
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    ...('body' in asked || body !== undefined ? { body: asked.body ?? body } : {}),
  });
}

const streams = ['get /v1/events', 'get /v1/projects/{id}/events'];
const ofProjects = (route: string): boolean => /\/v1\/projects\/\{id\}|\/label-studio\//.test(route);

describe('the routes', () => {
  it('are all in the table, and the table has no others', () => {
    expect(routes.toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it('refuse who shows no token, or one that is not known', async () => {
    for (const route of routes) {
      const isOpen = table[route]?.needs === 'nothing';
      for (const token of [undefined, 'alaas_made-up-by-somebody']) {
        expect((await call(route, token)).status === 401, route).toBe(!isOpen);
      }
    }
  });

  it('hide a project from members of another one as if it were not there', async () => {
    for (const route of routes.filter(ofProjects)) {
      const { status, json } = await call(route, tokens.stranger);
      expect([status, json.code], route).toEqual([404, 'NOT_FOUND']);
      const absent = await call(route, tokens.stranger, { project: 'nowhere' });
      expect(absent.json.detail, route).toBe(String(json.detail).replaceAll('mail', 'nowhere'));
    }
    const listed = (await call('get /v1/projects', tokens.stranger)).json as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(['other']);
  });

  it('refuse members what is for the owner of the service', async () => {
    for (const route of routes.filter((one) => table[one]?.needs === 'service')) {
      for (const token of Object.values(tokens)) expect((await call(route, token)).status, route).toBe(403);
    }
  });

  it.each([
    ['ann', 'annotator'],
    ['reviewer', 'reviewer'],
    ['admin', 'admin'],
  ] as const)('let %s do what the role %s may, and no more', async (who, role) => {
    const roles: readonly Needed[] = ['owner', 'admin', 'reviewer', 'annotator'];
    // what may be allowed comes last: it changes who is a member
    const known = routes.filter((one) => roles.includes(table[one]?.needs ?? 'nothing') && !streams.includes(one));
    const isAllowed = (route: string): boolean => mayAct(role, table[route]?.needs as Role);
    for (const route of known.filter((one) => !isAllowed(one))) {
      const { status, json } = await call(route, tokens[who]);
      expect([status, json.code], route).toEqual([403, 'FORBIDDEN']);
    }
    for (const route of known.filter(isAllowed)) {
      const { status, text } = await call(route, tokens[who]);
      expect([401, 403].includes(status), `${route}: ${text}`).toBe(false);
      if (status === 404) expect(text, route).not.toContain('There is no project');
    }
  });
});

describe('GET /v1/me', () => {
  it('says who calls, with which role in which project, and what the service asks for', async () => {
    const me = async (token: string) => (await call('get /v1/me', token)).json;
    expect(await me(tokens.ann)).toEqual({
      ...{ id: annId, name: 'Ann', isOwner: false, project: 'mail', role: 'annotator' },
      ...{ needsToken: true, isLocal: true },
    });
    expect(await me(serviceToken)).toEqual({
      ...{ id: 'owner', name: 'owner', isOwner: true },
      ...{ needsToken: true, isLocal: true },
    });
    const headers = { authorization: `Bearer ${serviceToken}`, 'x-forwarded-for': '203.0.113.7' };
    expect((await test.call('GET', '/v1/me', { headers })).json).toMatchObject({ isOwner: true, isLocal: false });
  });
});

describe('the events of a project', () => {
  it('tell reviewers of answers, and annotators of none', async () => {
    const streamOf = (token: string) =>
      test.call('GET', '/v1/projects/mail/events', { headers: { authorization: `Bearer ${token}` } });
    const [reviewer, bob] = [streamOf(tokens.reviewer), streamOf(tokens.bob)];
    // both are open once their heads are out; calls are answered in order
    await call('get /v1/me', tokens.bob);
    const given = { items: [{ item: 'item-0', value: 'spam', note: 'words that nobody else would write' }] };
    await call('post /v1/projects/{id}/responses', tokens.ann, { body: given });
    await call('patch /v1/projects/{id}', tokens.admin, { body: { guidelines: 'Be kind.' } });
    await test.app.close();
    const all = (await reviewer).text;
    expect(all).toContain('event: response.created');
    expect(all).toContain('item-0');
    const some = (await bob).text;
    expect(some).toContain('event: project.updated');
    expect(some).toContain('"data":{"version":2}');
    for (const secret of ['response.created', 'item-0', annId, 'guidelines']) expect(some).not.toContain(secret);
  });
});

describe('a token', () => {
  it('opens nothing any more once another one is made, or the member is removed', async () => {
    const { token } = (await call('post /v1/projects/{id}/members/{member}/token', tokens.admin)).json;
    expect((await call('get /v1/projects/{id}/next', tokens.ann)).status).toBe(401);
    expect((await call('get /v1/projects/{id}/next', token)).status).toBe(200);
    await call('delete /v1/projects/{id}/members/{member}', tokens.admin);
    expect((await call('get /v1/projects/{id}/next', token)).status).toBe(401);
    expect((await call('get /v1/me', token)).status).toBe(401);
  });
});

describe('the role of owner', () => {
  it('is given to nobody, whoever asks', async () => {
    for (const token of [tokens.admin, serviceToken]) {
      const made = await call('post /v1/projects/{id}/members', token, { body: { name: 'Max', role: 'owner' } });
      expect([made.status, made.json.code]).toEqual([400, 'INVALID_REQUEST']);
      const raised = await call('patch /v1/projects/{id}/members/{member}', token, { body: { role: 'owner' } });
      expect([raised.status, raised.json.code]).toEqual([400, 'INVALID_REQUEST']);
    }
  });
});

describe('the answers of others', () => {
  const note = 'words that nobody else would write';

  /** All that an annotator is told by any route that they may call. */
  async function allThatIsSaid(token: string): Promise<string> {
    const answers: string[] = [];
    for (const route of routes.filter((one) => !streams.includes(one))) {
      if (route === 'post /v1/projects/{id}/members/{member}/token') continue;
      answers.push((await call(route, token)).text);
    }
    for (const status of ['pending', 'completed', 'disputed', 'flagged']) {
      const { text } = await test.call('GET', `/v1/projects/mail/records?status=${status}&q=item-0`, {
        headers: { authorization: `Bearer ${token}` },
      });
      answers.push(text);
    }
    return answers.join('\n');
  }

  it('are not told by any route before the own one is given, and are afterwards', async () => {
    const given = { items: [{ item: 'item-0', value: 'spam', note }] };
    const { response } = (await call('post /v1/projects/{id}/responses', tokens.ann, { body: given })).json.items[0];
    const before = await allThatIsSaid(tokens.bob);
    for (const secret of [note, annId, response.id]) expect(before).not.toContain(secret);
    const skip = { items: [{ item: 'item-0', status: 'skipped' }] };
    await call('post /v1/projects/{id}/responses', tokens.bob, { body: skip });
    expect(await allThatIsSaid(tokens.bob)).not.toContain(note);
    const own = { items: [{ item: 'item-0', value: 'ham' }] };
    await call('post /v1/projects/{id}/responses', tokens.bob, { body: own });
    expect((await call('get /v1/projects/{id}/records/{item}', tokens.bob)).text).toContain(note);
  });

  it('are not hinted at by where a record stands', async () => {
    const seen = async () => (await call('get /v1/projects/{id}/records/{item}', tokens.bob)).json;
    await call('post /v1/projects/{id}/responses', tokens.bob, { body: { items: [{ item: 'item-1', value: 'ham' }] } });
    const one = { items: [{ item: 'item-0', value: 'spam', note }] };
    await call('post /v1/projects/{id}/responses', tokens.ann, { body: one });
    const two = { items: [{ item: 'item-0', value: 'ham' }] };
    await call('post /v1/projects/{id}/responses', tokens.reviewer, { body: two });
    expect(await seen()).toMatchObject({ status: 'pending', responses: [] });
    expect(await seen()).not.toHaveProperty('answer');
  });
});
