import { Writable } from 'node:stream';
import { errorTable } from '@alaas/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { type Answer, createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

afterEach(() => service.app.close());

const token = 'correct-horse-battery-staple';

function expectProblem(answer: Answer, code: keyof typeof errorTable): void {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect({ status: answer.status, code: answer.json.code }).toEqual({ status: errorTable[code].status, code });
  expect(answer.json).toMatchObject({
    status: answer.status,
    type: `urn:alaas:error:${code}`,
    detail: expect.any(String),
  });
  expect(answer.headers['x-request-id']).toBeTypeOf('string');
}

describe('errors', () => {
  it('tells an unknown path', async () => {
    service = await createTestApp();
    const answer = await service.call('GET', '/v2/queries?secret=1');
    expectProblem(answer, 'NOT_FOUND');
    expect(answer.json.detail).not.toContain('secret');
  });

  it('tells a method that a path does not have, and those it has', async () => {
    service = await createTestApp();
    const answer = await service.call('PUT', '/v1/queries', { body: {} });
    expectProblem(answer, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.allow).toBe('POST');
    expectProblem(await service.call('GET', '/post'), 'METHOD_NOT_ALLOWED');
    expectProblem(await service.call('OPTIONS', '/v1/datasets/x/items'), 'METHOD_NOT_ALLOWED');
    expect((await service.call('POST', '/v1/jobs/x')).headers.allow).toBe('GET, HEAD, DELETE');
  });

  it('lists all problems of a body at once, with paths and the nearest known key', async () => {
    service = await createTestApp();
    const body = { items: [{ url: 'a.jpg' }], buget: 3, seed: -1 };
    const answer = await service.call('POST', '/v1/queries', { body });
    expectProblem(answer, 'INVALID_REQUEST');
    const paths = answer.json.details.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['items[0].url', 'buget', 'seed']));
    expect(answer.json.detail).toMatch(/buget: unknown key; did you mean "budget"\?/);
    expect(answer.json.detail).toMatch(/items\[0\]\.url: unknown key; did you mean "uri"\?/);
  });

  it('cuts a list of a million problems short', async () => {
    service = await createTestApp();
    const items = Array.from({ length: 5000 }, () => ({ uri: 1 }));
    const answer = await service.call('POST', '/v1/queries', { body: { items } });
    expectProblem(answer, 'INVALID_REQUEST');
    expect(answer.json.details).toHaveLength(100);
    expect(answer.json.detail).toMatch(/^10000 problems|^5000 problems/);
  });

  it.each([
    ['no JSON', '{"items": ['],
    ['no object', '[]'],
    ['nothing', ''],
    ['null', 'null'],
    ['a million levels', '['.repeat(1e6) + ']'.repeat(1e6)],
    ['a million levels of objects in an option', `{"strategy":${'{"a":'.repeat(1e6)}1${'}'.repeat(1e6)}}`],
    ['a key that reaches for prototypes', '{"items":[],"__proto__":{"admin":true}}'],
    ['such a key, escaped', '{"items":[],"__pr\\u006fto__":{"admin":true}}'],
    ['such a constructor', '{"items":[],"constructor":{"prototype":{"admin":true}}}'],
  ])('refuses a body that is %s', async (_, body) => {
    service = await createTestApp();
    const answer = await service.call('POST', '/v1/queries', { body, headers: { 'content-type': 'application/json' } });
    expectProblem(answer, 'INVALID_REQUEST');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    expect((await service.call('GET', '/healthz')).status).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'refuses a body of type %s, which a page could send without asking',
    async (type) => {
      service = await createTestApp();
      const headers = { 'content-type': type };
      expectProblem(
        await service.call('POST', '/v1/queries', { body: '{"items":[]}', headers }),
        'UNSUPPORTED_MEDIA_TYPE',
      );
      expectProblem(await service.call('POST', '/post', { body: '{"data":[]}', headers }), 'UNSUPPORTED_MEDIA_TYPE');
    },
  );

  it('refuses a body without a type', async () => {
    service = await createTestApp();
    const answer = await service.call('POST', '/v1/queries', { body: '{}', headers: { 'content-type': '' } });
    expect([400, 415]).toContain(answer.status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('refuses a body beyond the limit, and names the limit', async () => {
    service = await createTestApp({ yaml: 'limits: { max_body_bytes: 100 }' });
    const answer = await service.call('POST', '/v1/queries', { body: { input: 'x'.repeat(200) } });
    expectProblem(answer, 'TOO_LARGE');
    expect(answer.json.detail).toContain('100 bytes');
  });

  it('refuses a path that is no URL', async () => {
    service = await createTestApp();
    expectProblem(await service.call('GET', '/v1/jobs/%zz'), 'INVALID_REQUEST');
  });

  it('keeps the text of a fault of its own to itself, and writes it to the log', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    service = await createTestApp({ log: createLog('info', stream) });
    service.engine.datasets = () => {
      throw new Error('cannot open /var/secret/store.db');
    };
    const answer = await service.call('GET', '/v1/datasets');
    expectProblem(answer, 'INTERNAL');
    expect(answer.text).not.toContain('secret');
    expect(lines.join('')).toContain('/var/secret/store.db');
  });

  it('refuses more requests than a minute may bring, each client for itself', async () => {
    service = await createTestApp({ yaml: 'limits: { requests_per_minute: 3 }' });
    for (let i = 0; i < 3; i++) expect((await service.call('GET', '/v1/jobs')).status).toBe(200);
    const answer = await service.call('GET', '/v1/nowhere');
    expectProblem(answer, 'TOO_MANY_REQUESTS');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await service.call('GET', '/v1/jobs', { remoteAddress: '192.0.2.9' })).status).toBe(200);
  });
});

describe('the token', () => {
  const paths = [
    ['GET', '/v1/jobs'],
    ['HEAD', '/v1/jobs'],
    ['GET', '/v1/jobs/x'],
    ['DELETE', '/v1/jobs/x'],
    ['POST', '/v1/queries'],
    ['OPTIONS', '/v1/queries'],
    ['GET', '/v1/events'],
    ['GET', '/v1/strategies'],
    ['GET', '/v1/models'],
    ['GET', '/v1/datasets'],
    ['DELETE', '/v1/datasets/x'],
    ['POST', '/v1/datasets/x/items'],
    ['POST', '/post'],
    ['GET', '/metrics'],
    ['GET', '/readyz'],
    ['GET', '/openapi.json'],
    ['GET', '/docs'],
    ['GET', '/nowhere'],
    ['GET', '/healthz/'],
    ['GET', '/v1/jobs/%zz'],
    ['POST', '/healthz'],
    ['PUT', '/v1/queries'],
  ] as const;

  it('is asked for on every path but /healthz, whatever the method', async () => {
    service = await createTestApp({ token });
    for (const [method, path] of paths) {
      const answer = await service.call(method, path);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
    expect((await service.call('GET', '/healthz')).status).toBe(200);
    expect((await service.call('HEAD', '/healthz')).status).toBe(200);
  });

  it('opens every path', async () => {
    service = await createTestApp({ token });
    const headers = { authorization: `Bearer ${token}` };
    for (const [method, path] of paths.filter(([, path]) => path !== '/v1/events')) {
      expect((await service.call(method, path, { headers })).status).not.toBe(401);
    }
  });

  it('covers routes that are added later: each one in the OpenAPI document refuses', async () => {
    service = await createTestApp({ token });
    const headers = { authorization: `Bearer ${token}` };
    const { paths: all } = (await service.call('GET', '/openapi.json', { headers })).json;
    const open = [];
    for (const [path, operations] of Object.entries(all as Record<string, object>)) {
      for (const method of Object.keys(operations)) {
        const url = path.replaceAll(/\{\w+\}/g, 'x');
        const { status } = await service.call(method.toUpperCase() as 'GET', url);
        if (status !== 401) open.push(`${method} ${path}`);
      }
    }
    expect(open).toEqual(['get /healthz']);
  });
});

describe('browsers', () => {
  it('cannot be made to call by a page whose name was bound to this machine', async () => {
    service = await createTestApp();
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'HEAD'] as const) {
      const answer = await service.call(method, '/v1/jobs/x', { headers: { host: 'rebound.example:60035' } });
      expect(answer.status).toBe(403);
    }
    expectProblem(await service.call('GET', '/nowhere', { headers: { host: 'rebound.example' } }), 'FORBIDDEN');
  });

  it('cannot be made to call by a page of another site, nor read an answer', async () => {
    service = await createTestApp();
    const answer = await service.call('POST', '/v1/queries', {
      body: { items: [], budget: 1 },
      headers: { origin: 'https://evil.example' },
    });
    expectProblem(answer, 'FORBIDDEN');
    expect(Object.keys(answer.headers).some((name) => name.startsWith('access-control-'))).toBe(false);
    expect(service.engine.stored.size).toBe(0);
  });

  it('are told to run nothing that an answer may hold', async () => {
    service = await createTestApp();
    const { headers } = await service.call('GET', '/v1/jobs');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('request ids', () => {
  it('are taken over when harmless, else made up', async () => {
    service = await createTestApp();
    const given = await service.call('GET', '/healthz', { headers: { 'x-request-id': 'abc-123' } });
    expect(given.headers['x-request-id']).toBe('abc-123');
    for (const id of ['x'.repeat(65), 'a b', '{"level":60}']) {
      const answer = await service.call('GET', '/healthz', { headers: { 'x-request-id': id } });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('the log', () => {
  it('has one line of JSON per request, with neither token nor path nor a line of the client’s making', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(...String(chunk).split('\n').filter(Boolean));
        done();
      },
    });
    service = await createTestApp({ log: createLog('debug', stream), token });
    const headers = { authorization: `Bearer ${token}` };
    lines.length = 0;
    await service.call('GET', '/v1/jobs/x%0A%7B%22level%22:60%7D', { headers });
    await service.call('POST', '/v1/queries', { body: { input: 'a\n{"level":60}', budget: 0 }, headers });
    expect(lines.map((line) => JSON.parse(line)).map(({ route, status }) => ({ route, status }))).toEqual([
      { route: '/v1/jobs/:id', status: 404 },
      { route: '/v1/queries', status: 400 },
    ]);
    expect(lines.join('')).not.toContain(token);
  });
});
