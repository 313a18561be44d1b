import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let test: TestApp;

beforeEach(async () => {
  test = await createTestApp({ token: 'correct-horse-battery-staple' });
  const headers = { authorization: 'Bearer correct-horse-battery-staple' };
  const make = (url: string, body: object) => test.call('POST', url, { body, headers });
  await make('/v1/datasets', { id: 'letters' });
  await make('/v1/datasets/letters/items', { items: [{ id: 'a/1 <b>', text: '<script>alert(1)</script>' }] });
  await make('/v1/projects', { id: 'mail', dataset: 'letters', labels: [{ name: 'spam' }, { name: 'ham' }] });
  await make('/v1/projects', { id: 'other', dataset: 'letters', labels: [{ name: 'spam' }, { name: 'ham' }] });
});

afterEach(() => test.app.close());

async function memberOf(project: string) {
  const headers = { authorization: 'Bearer correct-horse-battery-staple' };
  const { json } = await test.call('POST', `/v1/projects/${project}/members`, { body: { name: 'Ada' }, headers });
  return { authorization: `Bearer ${json.token}` };
}

const get = (item: string, headers: Record<string, string>) =>
  test.call('GET', `/v1/projects/mail/items/${encodeURIComponent(item)}/content`, { headers });

describe('the content of an item', () => {
  it('is given to annotators at the address that leases name, as nothing that a browser would run', async () => {
    const { status, text, headers } = await get('a/1 <b>', await memberOf('mail'));
    expect([status, text]).toEqual([200, '<script>alert(1)</script>']);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    });
  });

  it('is given in parts to a player that asks for them', async () => {
    const headers = await memberOf('mail');
    const whole = await get('a/1 <b>', headers);
    expect(whole.headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': '25' });
    const part = await get('a/1 <b>', { ...headers, range: 'bytes=1-6' });
    expect([part.status, part.text]).toEqual([206, 'script']);
    expect(part.headers).toMatchObject({
      'content-range': 'bytes 1-6/25',
      'content-type': 'text/plain; charset=utf-8',
    });
    const outside = await get('a/1 <b>', { ...headers, range: 'bytes=25-' });
    expect([outside.status, outside.text, outside.headers['content-range']]).toEqual([416, '', 'bytes */25']);
    expect((await get('a/1 <b>', { ...headers, range: 'bytes=1-6', 'if-range': '"x"' })).status).toBe(200);
  });

  it('is not shown to strangers, and an item that is not there is said to be none', async () => {
    expect((await get('a/1 <b>', {})).status).toBe(401);
    expect((await get('a/1 <b>', await memberOf('other'))).status).toBe(404);
    const { status, json } = await get('nothing', await memberOf('mail'));
    expect([status, json.code]).toEqual([404, 'NOT_FOUND']);
  });
});
