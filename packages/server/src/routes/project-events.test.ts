import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeChoices } from '../projects/project.fixture.ts';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

const serviceToken = 'the-token-of-the-service';
const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

let test: TestApp;
let rae: { id: string; token: string };
let ray: { id: string; token: string };

beforeEach(async () => {
  test = await createTestApp({ token: serviceToken, choices: () => new FakeChoices(4) });
  await call('POST', '/v1/datasets', { id: 'letters' });
  await makeProject();
  rae = await join('Rae', 'reviewer');
  ray = await join('Ray', 'reviewer');
});

afterEach(() => test.app.close());

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, token = serviceToken) {
  const answer = await test.call(method, url, { ...as(token), ...(body === undefined ? {} : { body }) });
  return answer.status === 204 ? undefined : answer.json;
}

async function makeProject(): Promise<void> {
  const labels = [{ name: 'spam' }, { name: 'ham' }];
  await call('POST', '/v1/projects', { id: 'mail', dataset: 'letters', labels });
}

const join = (name: string, role: string) => call('POST', '/v1/projects/mail/members', { name, role });
const answer = (item: string) => call('POST', '/v1/projects/mail/responses', { items: [{ item, value: 'spam' }] });

interface Stream {
  readonly status: number;
  /** All that comes, once it ends. */
  readonly end: Promise<string>;
  readonly body: Readable;
}

async function follow(token: string, lastEventId?: string): Promise<Stream> {
  const response = await test.app.http.inject({
    method: 'GET',
    url: '/v1/projects/mail/events',
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    payloadAsStream: true,
  });
  const body = response.stream();
  return { status: response.statusCode, end: text(body), body };
}

describe('a stream of events', () => {
  it.each([
    ['was removed', 401, () => call('DELETE', `/v1/projects/mail/members/${rae.id}`)],
    [
      'may not see results any more',
      // it begins again without them
      200,
      () => call('PATCH', `/v1/projects/mail/members/${rae.id}`, { role: 'annotator' }),
    ],
    ['has another token', 401, () => call('POST', `/v1/projects/mail/members/${rae.id}/token`)],
  ])('ends at once for a member who %s, and for no other', async (_, status, change) => {
    const [hers, his] = [await follow(rae.token), await follow(ray.token)];
    expect([hers.status, his.status]).toEqual([200, 200]);
    await answer('item-0');
    await change();
    await answer('item-1');
    const told = await hers.end;
    expect(told).toContain('item-0');
    expect(told).not.toContain('item-1');
    expect((await follow(rae.token)).status).toBe(status);
    await call('PATCH', `/v1/projects/mail/members/${ray.id}`, { role: 'admin' });
    expect(await his.end).toContain('item-1');
    expect((await follow(ray.token)).status).toBe(200);
  });

  it('ends with its project, and tells nothing of it to members of the next one of that name', async () => {
    const mine = await follow(serviceToken);
    await answer('item-0');
    await call('DELETE', '/v1/projects/mail');
    const told = await mine.end;
    expect(told).toContain('project.deleted');
    await makeProject();
    const { token } = await join('Eve', 'reviewer');
    const first = /^id: (\S+)$/m.exec(told)?.[1];
    const hers = await follow(token, first);
    await answer('item-1');
    await call('DELETE', '/v1/projects/mail');
    expect(await hers.end).not.toContain('item-0');
    expect(await hers.end).toContain('item-1');
  });

  it('tells those who label nothing of the answers of others', async () => {
    const { token } = await join('Ann', 'annotator');
    const { status, end } = await follow(token);
    expect(status).toBe(200);
    await answer('item-0');
    await call('PATCH', '/v1/projects/mail', { guidelines: 'Be kind.' });
    await call('DELETE', '/v1/projects/mail');
    const told = await end;
    expect(told).toContain('project.updated');
    expect(told).not.toContain('item-0');
  });
});
