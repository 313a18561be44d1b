import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp({ token: 'correct-horse-battery-staple' });
});

afterEach(() => service.app.close());

const headers = { authorization: 'Bearer correct-horse-battery-staple' };

describe('/openapi.json', () => {
  it('is an OpenAPI 3.1 document of every route, whose references all resolve', async () => {
    const { json, text } = await service.call('GET', '/openapi.json', { headers });
    expect(json.openapi).toMatch(/^3\.1/);
    // all of them are in the table of who-may.test.ts
    const some = ['/healthz', '/v1/queries', '/v1/projects/{id}/next', '/label-studio/{project}/predict'];
    expect(Object.keys(json.paths)).toEqual(expect.arrayContaining(some));
    expect(Object.keys(json.paths)).not.toEqual(expect.arrayContaining(['/', '/docs', '/assets/*']));
    expect(Object.keys(json.paths['/v1/jobs/{id}'])).toEqual(['get', 'delete']);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(20);
    for (const name of references) expect(json.components.schemas).toHaveProperty(name);
    expect(json.security).toEqual([{ token: [] }]);
  });

  it('describes the body of a query and both ways to push items', async () => {
    const { json } = await service.call('GET', '/openapi.json', { headers });
    const body = json.paths['/v1/queries'].post.requestBody.content['application/json'].schema;
    expect(body).toEqual({ $ref: '#/components/schemas/QueryRequest' });
    expect(json.components.schemas.QueryRequest.properties).toHaveProperty('budget');
    const push = json.paths['/v1/datasets/{id}/items'].post.requestBody.content;
    expect(push['application/json'].schema).toEqual({ $ref: '#/components/schemas/ItemsPush' });
    expect(push['application/x-ndjson'].schema).toEqual({ $ref: '#/components/schemas/Item' });
    const file = json.paths['/v1/projects/{id}/import'].post.requestBody.content;
    expect(file['application/x-ndjson'].schema).toEqual({ description: 'The file.' });
  });
});

describe('/docs', () => {
  it('shows every route on one page that needs nothing else', async () => {
    const { text, headers: given } = await service.call('GET', '/docs', { headers });
    expect(given['content-type']).toBe('text/html; charset=utf-8');
    expect(given['content-security-policy']).toMatch(/style-src 'sha256-/);
    const { json } = await service.call('GET', '/openapi.json', { headers });
    for (const [path, operations] of Object.entries<object>(json.paths)) {
      for (const method of Object.keys(operations)) {
        expect(text).toContain(`<b>${method.toUpperCase()}</b> ${path}</`);
      }
    }
    expect(text).toContain('How many items to ask for');
    expect(text).not.toMatch(/<script|undefined|\[object/);
    const targets = new Set([...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    for (const [, link] of text.matchAll(/href="#([^"]+)"/g)) expect(targets).toContain(link);
  });
});
