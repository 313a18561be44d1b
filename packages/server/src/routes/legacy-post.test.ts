import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp();
});

afterEach(() => service.app.close());

function post(body: unknown) {
  return service.call('POST', '/post', { body });
}

describe('POST /post', () => {
  it('answers ALaaS 2022’s call with the chosen documents alone, best first', async () => {
    const { status, json } = await post({
      data: [
        { uri: 'https://images.example/a.jpg' },
        { uri: 'https://images.example/b.jpg', id: 'b' },
        { uri: 'c.jpg' },
      ],
      parameters: { budget: 2 },
      execEndpoint: '/query',
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      header: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), status: null, execEndpoint: '/query' },
      parameters: { budget: 2 },
      data: [
        {
          id: 'https://images.example/a.jpg',
          uri: 'https://images.example/a.jpg',
          utility: 1,
          scores: { 'margin-confidence': { value: 1 } },
        },
        {
          id: 'b',
          uri: 'https://images.example/b.jpg',
          utility: 0.5,
          scores: { 'margin-confidence': { value: 0.5 } },
        },
      ],
    });
  });

  it('gives texts back as texts', async () => {
    const { json } = await post({
      data: [{ text: 'win a prize' }, { text: 'see you', id: '7' }],
      parameters: { budget: 2 },
    });
    expect(json.data.map(({ id, text }: Record<string, string>) => ({ id, text }))).toEqual([
      { id: 'inline:0', text: 'win a prize' },
      { id: '7', text: 'see you' },
    ]);
  });

  it('tolerates what clients of that time send along', async () => {
    const { status, json } = await post({
      header: null,
      targetExecutor: '',
      data: [{ id: '', uri: 'a.jpg', text: '', tags: {}, mimeType: 'image/jpeg' }],
      parameters: { budget: 1, strategy: 'ignored' },
      execEndpoint: 'query',
    });
    expect({ status, id: json.data[0].id }).toEqual({ status: 200, id: 'a.jpg' });
  });

  it.each(['/push', '/train', '/', 'uncertainty'])('says what is served instead of %s', async (execEndpoint) => {
    const { status, json } = await post({ data: [{ uri: 'a.jpg' }], execEndpoint });
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'INVALID_REQUEST' });
    expect(json.detail).toContain('/query');
  });

  it.each([
    [{ data: [{}] }, 'INVALID_REQUEST', 400],
    [{ data: [{ uri: 'a', text: 'b' }] }, 'INVALID_REQUEST', 400],
    [{ data: [{ blob: 'not base64!' }] }, 'INVALID_REQUEST', 400],
    [{ parameters: { budget: 1 } }, 'INVALID_REQUEST', 400],
    [{ data: [{ uri: 'a' }], parameters: { budget: 0 } }, 'INVALID_BUDGET', 400],
    [{ data: [{ uri: 'a' }], parameters: { budget: 'x' } }, 'INVALID_BUDGET', 400],
    [{ data: [{ uri: 'a' }], parameters: { budget: 2 } }, 'POOL_EXHAUSTED', 422],
  ])('refuses %j', async (body, code, status) => {
    const answer = await post(body);
    expect({ status: answer.status, code: answer.json.code }).toEqual({ status, code });
  });
});
