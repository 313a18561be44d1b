import { AlaasError, inspectionSchema } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp();
});

afterEach(() => service.app.close());

function inspect(body: object, options: { remoteAddress?: string } = {}) {
  return service.call('POST', '/v1/inspect', { body, ...options });
}

describe('POST /v1/inspect', () => {
  it('looks on behalf of whoever asks', async () => {
    const { status, json } = await inspect({ input: '/data', columns: { text: 'a' } });
    expect(status).toBe(200);
    expect(inspectionSchema.parse(json).modality.guess).toBe('text');
    await inspect({ content: 'a', name: 'a.csv', isWhole: false }, { remoteAddress: '203.0.113.7' });
    expect(service.engine.inspected).toEqual([
      { query: { input: '/data', columns: { text: 'a' } }, access: 'local' },
      { query: { content: 'a', isWhole: false, name: 'a.csv', columns: undefined }, access: 'remote' },
    ]);
  });

  it.each([
    ['nothing', {}],
    ['two things', { input: '/a', content: 'b' }],
    ['an unknown key', { input: '/a', format: 'csv' }],
    ['more text than it looks at', { content: 'x'.repeat(2 ** 20 + 1) }],
  ])('refuses %s', async (_, body) => {
    expect((await inspect(body)).json).toMatchObject({ code: 'INVALID_REQUEST', status: 400 });
    expect(service.engine.inspected).toEqual([]);
  });

  it('tells what is wrong with a place', async () => {
    service.engine.failure = new AlaasError('SOURCE_NOT_FOUND', '/gone does not exist.');
    expect((await inspect({ input: '/gone' })).json).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });
});
