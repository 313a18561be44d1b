import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp();
});

afterEach(() => service.app.close());

const remote = { remoteAddress: '192.0.2.7' };

function push(id: string, body: unknown, options = {}) {
  return service.call('POST', `/v1/datasets/${id}/items`, { body, ...options });
}

function lines(...items: unknown[]): { body: string; headers: Record<string, string> } {
  return {
    body: `${items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n')}\n`,
    headers: { 'content-type': 'application/x-ndjson' },
  };
}

describe('datasets', () => {
  it('are made, listed, looked at and deleted', async () => {
    const made = await service.call('POST', '/v1/datasets', { body: { id: 'photos' } });
    expect(made.status).toBe(201);
    expect(made.headers.location).toBe('/v1/datasets/photos');
    expect((await service.call('GET', '/v1/datasets')).json.map(({ id }: { id: string }) => id)).toEqual(['photos']);
    expect((await service.call('GET', '/v1/datasets/photos')).json).toMatchObject({ id: 'photos', items: 0 });
    expect((await service.call('DELETE', '/v1/datasets/photos')).status).toBe(204);
    expect((await service.call('GET', '/v1/datasets/photos')).json.code).toBe('NOT_FOUND');
    expect((await service.call('DELETE', '/v1/datasets/photos')).json.code).toBe('NOT_FOUND');
  });

  it.each(['.', '..'])('refuse an item called %s, which no address could name', async (id) => {
    await service.call('POST', '/v1/datasets', { body: { id: 'photos' } });
    const { status, json } = await push('photos', {
      items: [
        { id: 'a', text: 'x' },
        { id, text: 'y' },
      ],
    });
    expect([status, json.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(json.detail).toContain(`"${id}"`);
    const sent = lines({ id, text: 'y' });
    const streamed = await push('photos', sent.body, { headers: sent.headers });
    expect([streamed.status, streamed.json.code]).toEqual([400, 'INVALID_REQUEST']);
    // whatever only looks like a step is an id like any other
    expect(
      (
        await push('photos', {
          items: [
            { id: '...', text: 'x' },
            { id: './a', text: 'y' },
          ],
        })
      ).json.added,
    ).toBe(2);
  });

  it('get an id where the client gives none, and refuse one that is taken', async () => {
    const { json } = await service.call('POST', '/v1/datasets', { body: {} });
    expect(json.id).toMatch(/^[0-9a-f-]{36}$/);
    const again = await service.call('POST', '/v1/datasets', { body: { id: json.id } });
    expect({ status: again.status, code: again.json.code }).toEqual({ status: 409, code: 'CONFLICT' });
  });

  it.each(['~temporary', '../x', '', 'a b', 'x'.repeat(129)])('refuse the id "%s"', async (id) => {
    expect((await service.call('POST', '/v1/datasets', { body: { id } })).json.code).toBe('INVALID_REQUEST');
  });

  it('cancel their jobs when they are deleted', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'photos' } });
    service.engine.gate = new Promise(() => undefined);
    const { json } = await push('photos', { items: [{ uri: 'a.jpg' }] });
    await service.call('DELETE', '/v1/datasets/photos');
    expect((await service.call('GET', `/v1/jobs/${json.job}`)).json.state).toBe('cancelled');
  });
});

describe('POST /v1/datasets/{id}/items', () => {
  beforeEach(async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'pool' } });
  });

  it('adds items once, and scans in the background', async () => {
    const first = await push('pool', { items: [{ uri: 'a.jpg' }, { uri: 'b.jpg' }] });
    expect(first.json).toMatchObject({ added: 2, known: 0 });
    const job = await service.call('GET', `/v1/jobs/${first.json.job}`, { headers: { prefer: 'wait=30' } });
    expect(job.json).toMatchObject({ kind: 'scan', state: 'done' });
    const second = await push('pool', { items: [{ uri: 'b.jpg' }, { uri: 'c.jpg' }] });
    expect(second.json).toMatchObject({ added: 1, known: 1 });
  });

  it('counts nothing, so that a push to a large dataset takes no longer', async () => {
    service.engine.dataset = () => {
      throw new Error('the items were counted');
    };
    expect((await push('pool', { items: [{ uri: 'a.jpg' }] })).json).toMatchObject({ added: 1, known: 0 });
    expect((await push('other', { items: [{ uri: 'a.jpg' }] })).json.code).toBe('NOT_FOUND');
    expect((await push('~other', { items: [{ uri: 'a.jpg' }] })).json.code).toBe('NOT_FOUND');
  });

  it('knows an inline content again, and never mixes up two', async () => {
    await push('pool', { items: [{ text: 'one' }] });
    expect((await push('pool', { items: [{ text: 'two' }] })).json).toMatchObject({ added: 1, known: 0 });
    expect((await push('pool', { items: [{ text: 'one' }] })).json).toMatchObject({ added: 0, known: 1 });
    const ids = [...(service.engine.stored.get('pool')?.items.keys() ?? [])];
    expect(ids.every((id) => /^inline:[0-9a-f]{32}$/.test(id))).toBe(true);
  });

  it('chooses the built-in model by the first item, once', async () => {
    await push('pool', { items: [{ text: 'hello' }] });
    expect(service.engine.datasetModel('pool').name).toBe('hashed-ngrams');
    await push('pool', { items: [{ uri: 'a.jpg' }] });
    expect(service.engine.datasetModel('pool').name).toBe('hashed-ngrams');
    await service.call('POST', '/v1/datasets', { body: { id: 'named', model: 'image-descriptor' } });
    await push('named', { items: [{ text: 'hello' }] });
    expect(service.engine.datasetModel('named').name).toBe('image-descriptor');
  });

  it('takes inputs and manifests too', async () => {
    expect((await push('pool', { input: '/photos' })).json).toMatchObject({ added: 2 });
    expect((await push('pool', { manifest: { text: 'x.jpg\n/photos/a.jpg' } })).json).toMatchObject({
      added: 1,
      known: 1,
    });
  });

  it('streams JSON lines, however many', async () => {
    const items = Array.from({ length: 2500 }, (_, n) => ({ uri: `https://images.example/${n}.jpg` }));
    const { json } = await service.call('POST', '/v1/datasets/pool/items', lines(...items, '', items[0]));
    expect(json).toMatchObject({ added: 2500, known: 1 });
  });

  it('names the broken line of a stream, and keeps whole batches before it', async () => {
    const good = Array.from({ length: 1000 }, (_, n) => ({ uri: `${n}.jpg` }));
    const broken: [unknown, RegExp][] = [
      ['{"uri":', /Line 1001 is not JSON/],
      [{ urii: 'x' }, /line 1001.*did you mean "uri"/],
      [`${'['.repeat(100)}`, /Line 1001.*nests deeper/],
      ['{"uri":"a","__proto__":{"x":1}}', /line 1001.*__proto__/],
    ];
    for (const [line, message] of broken) {
      const { status, json } = await service.call('POST', '/v1/datasets/pool/items', lines(...good, line));
      expect({ status, code: json.code }).toEqual({ status: 400, code: 'INVALID_REQUEST' });
      expect(json.detail).toMatch(message);
    }
    expect(service.engine.stored.get('pool')?.items.size).toBe(1000);
  });

  it('refuses a stream beyond the limits', async () => {
    await service.app.close();
    service = await createTestApp({ yaml: 'limits: { max_items_per_request: 3, max_body_bytes: 500 }' });
    await service.call('POST', '/v1/datasets', { body: { id: 'pool' } });
    const many = lines(...[1, 2, 3, 4].map((n) => ({ uri: `${n}` })));
    expect((await service.call('POST', '/v1/datasets/pool/items', many)).json.code).toBe('TOO_LARGE');
    const long = lines({ uri: 'x'.repeat(1000) });
    expect((await service.call('POST', '/v1/datasets/pool/items', long)).json.code).toBe('TOO_LARGE');
  });

  it('takes JSON lines nowhere else', async () => {
    const answer = await service.call('POST', '/v1/queries', lines({ uri: 'a.jpg' }));
    expect({ status: answer.status, code: answer.json.code }).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('does not know other datasets', async () => {
    expect((await push('other', { items: [{ uri: 'a.jpg' }] })).json.code).toBe('NOT_FOUND');
  });
});

describe('clients of other machines', () => {
  it('own what they make, and are passed to the engine as such', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'theirs' }, ...remote });
    await service.call('POST', '/v1/datasets', { body: { id: 'ours' } });
    expect(service.engine.stored.get('theirs')?.access).toBe('remote');
    expect(service.engine.stored.get('ours')?.access).toBe('local');
    expect((await push('theirs', { items: [{ uri: 'a.jpg' }] }, remote)).status).toBe(200);
  });

  it('cannot borrow the rights of this machine by adding to its datasets', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'ours' } });
    const { json } = await push('ours', { items: [{ uri: 'file:///etc/passwd' }] }, remote);
    expect(json.code).toBe('SOURCE_FORBIDDEN');
    expect(service.engine.stored.get('ours')?.items.size).toBe(0);
  });

  it('have the same rights when the store got another database, which knows nothing of its datasets', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'theirs' }, ...remote });
    await service.call('POST', '/v1/datasets', { body: { id: 'ours' } });
    const { engine } = service;
    await service.app.close();
    service = await createTestApp({ engine });
    expect((await push('ours', { items: [{ uri: 'file:///etc/passwd' }] }, remote)).json.code).toBe('SOURCE_FORBIDDEN');
    expect(engine.stored.get('ours')?.items.size).toBe(0);
    expect((await push('theirs', { items: [{ uri: 'a.jpg' }] }, remote)).status).toBe(200);
    // what is nowhere known is trusted with nothing
    expect(
      await service.call('POST', '/v1/queries', { body: { dataset: 'none', budget: 1 }, ...remote }),
    ).toMatchObject({
      status: 404,
    });
  });

  it('come through a proxy too', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'theirs' }, headers: { 'x-forwarded-for': '192.0.2.7' } });
    expect(service.engine.stored.get('theirs')?.access).toBe('remote');
  });

  it.each(['file:model.onnx', '/models/model.onnx', './model.onnx', 'model.onnx', 'http://127.0.0.1/model.onnx'])(
    'may not name a model at %s',
    async (hub) => {
      const model = { name: 'm', hub };
      const made = await service.call('POST', '/v1/datasets', { body: { model }, ...remote });
      const asked = await service.call('POST', '/v1/queries', { body: { input: '/x', budget: 1, model }, ...remote });
      expect([made.json.code, asked.json.code]).toEqual(['SOURCE_FORBIDDEN', 'SOURCE_FORBIDDEN']);
    },
  );

  it('may not name a tokenizer file, nor bring an address to a dataset of this machine', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'ours' } });
    const bodies = [
      { input: '/x', model: { name: 'm', hub: 'hf:owner/name', tokenizer: 'file:/etc/passwd' } },
      { dataset: 'ours', model: { name: 'm', hub: 'https://10.0.0.1/m.onnx', sha256: '0'.repeat(64) } },
      { dataset: 'ours', model: { name: 'm', hub: 'HTTPS://10.0.0.1/m.onnx', sha256: '0'.repeat(64) } },
    ];
    for (const body of bodies) {
      const { json } = await service.call('POST', '/v1/queries', { body: { ...body, budget: 1 }, ...remote });
      expect(json.code).toBe('SOURCE_FORBIDDEN');
    }
  });
});
