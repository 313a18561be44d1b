import { type ClientRequest, get, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoleIn } from '../projects/caller.ts';
import { FakeChoices } from '../projects/project.fixture.ts';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let test: TestApp;

const roleIn: RoleIn = async (_, { id }) =>
  (({ owner: 'owner', adam: 'admin', rae: 'reviewer', ann: 'annotator' }) as const)[id];

beforeEach(async () => {
  const choices = new FakeChoices(0);
  test = await createTestApp({
    yaml: 'limits: { max_body_bytes: 3000000 }',
    choices: () => choices,
    roleIn,
    identify: async ({ headers }) => {
      const id = String(headers['x-person'] ?? 'owner');
      return { id, name: id, isOwner: id === 'owner' };
    },
  });
  await test.call('POST', '/v1/datasets', { body: { id: 'letters' } });
  const labels = [{ name: 'spam' }, { name: 'ham' }];
  await test.call('POST', '/v1/projects', { body: { id: 'mail', dataset: 'letters', labels } });
});

afterEach(() => test.app.close());

function send(body: string, query = '', headers: Record<string, string> = {}) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return test.call('POST', `/v1/projects/mail/import${query}`, { body, headers: { ...type, ...headers } });
}

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => `{"id":"n${from + i}","text":"number ${from + i}","label":"ham"}\n`).join('');

describe('POST /v1/projects/{id}/import', () => {
  it('takes a file whatever its type is called, and says what became of it', async () => {
    const { status, json } = await send(`${lines(2)}nonsense\n{"text":"x","label":"hm"}\n`, '?annotator=Ada');
    expect(status).toBe(200);
    expect(json).toMatchObject({ rows: 4, items: 2, responses: 2, known: 0, failed: 2 });
    expect(json.errors.map(({ line, code }: { line: number; code: string }) => [line, code])).toEqual([
      [3, 'INVALID_REQUEST'],
      [4, 'INVALID_ANSWER'],
    ]);
    expect((await send(lines(2), '?annotator=Ada')).json).toMatchObject({ responses: 0, known: 2 });
    expect(test.engine.calls).toContainEqual(expect.objectContaining({ kind: 'scan', dataset: 'letters' }));
  });

  it('reads the format that is asked for, and refuses one that cannot express the task', async () => {
    expect((await send('text,label\nhi,ham\n', '?format=csv')).json).toMatchObject({ responses: 1 });
    const refused = await send('{}', '?format=coco');
    expect(refused).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } });
    expect(refused.json.detail).toContain('Take one of jsonl, csv');
    expect((await send('', '?format=excel')).json.code).toBe('INVALID_REQUEST');
  });

  it('wants a body, within its limit', async () => {
    expect((await test.call('POST', '/v1/projects/mail/import')).json.code).toBe('INVALID_REQUEST');
    const large = await send(lines(100_000));
    expect(large).toMatchObject({ status: 413, json: { code: 'TOO_LARGE' } });
  });

  it('lets admins import and reviewers export, and shows strangers nothing', async () => {
    const by = (person: string) => ({ 'x-person': person });
    const codes = await Promise.all(
      ['adam', 'rae', 'ann', 'eve'].map(async (person) => [
        (await send(lines(1), '', by(person))).status,
        (await test.call('GET', '/v1/projects/mail/export', { headers: by(person) })).status,
      ]),
    );
    expect(codes).toEqual([
      [200, 200],
      [403, 200],
      [403, 403],
      [404, 404],
    ]);
  });
});

describe('GET /v1/projects/{id}/export', () => {
  it('sends a file with a name and a type', async () => {
    await send(lines(3), '?annotator=Ada');
    const csv = await test.call('GET', '/v1/projects/mail/export?format=csv');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="mail.csv"');
    expect(csv.text.split('\r\n')).toHaveLength(5);
    const parquet = await test.call('GET', '/v1/projects/mail/export?format=parquet');
    expect(parquet.text.slice(0, 4)).toBe('PAR1');
    const own = await test.call('GET', '/v1/projects/mail/export');
    expect((await send(own.text)).json).toMatchObject({ rows: 3, responses: 0, known: 3, failed: 0 });
  });
});

describe('connections that end', () => {
  let port: number;
  const path = (rest: string) => ({ port, host: '127.0.0.1', path: `/v1/projects/mail/${rest}` });

  beforeEach(async () => {
    await test.app.http.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = test.app.http.server.address() as AddressInfo);
  });

  const ended = (call: ClientRequest) => new Promise((resolve) => call.once('close', resolve));

  it('leave whole batches of an import, which the same file completes', async () => {
    const call = request({ ...path('import'), method: 'POST' });
    call.on('error', () => undefined);
    call.write(lines(700));
    const exported = async () => (await test.call('GET', '/v1/projects/mail/export')).text.split('\n').length - 1;
    while ((await exported()) < 600) await setImmediate();
    call.destroy();
    await ended(call);
    expect(await exported()).toBe(600);
    expect((await send(lines(700))).json).toMatchObject({ rows: 700, items: 100, responses: 100, known: 600 });
  });

  it('stop an export', async () => {
    const item = `"text":"${'x'.repeat(10_000)}"`;
    for (let i = 0; i < 10; i++) {
      await send(Array.from({ length: 200 }, (_, n) => `{"id":"n${200 * i + n}",${item},"label":"ham"}\n`).join(''));
    }
    const read = { rows: 0 };
    const { itemRows } = test.engine;
    test.engine.itemRows = (dataset, ids) => {
      read.rows += ids.length;
      return itemRows.call(test.engine, dataset, ids);
    };
    const call = get(path('export'), (answer) => answer.once('data', () => call.destroy()));
    call.on('error', () => undefined);
    await ended(call);
    expect((await test.call('GET', '/v1/projects')).status).toBe(200);
    expect(read.rows).toBeLessThan(2000);
  });
});
