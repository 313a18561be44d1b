import { datasetSchema } from '@alaas/core';
import { afterEach, expect, test } from 'vitest';
import { type Handler, json, problem, type Service, startService } from './service.fixture.ts';
import { createTransport } from './transport.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function transportTo(handlers: Record<string, Handler>, token?: string) {
  service = await startService(handlers);
  return createTransport({ url: service.url, token, fetch });
}

test('sends the token and the body, and gives the checked answer', async () => {
  let heard: unknown;
  const dataset = { id: 'd', model: 'm', items: 1, labelled: 0, ready: 0, failed: 0, createdAt: 'now' };
  const transport = await transportTo(
    {
      'POST /v1/datasets': (request, response, body) => {
        heard = { auth: request.headers.authorization, type: request.headers['content-type'], body };
        json(201, { ...dataset, newerKey: true })(request, response, body);
      },
    },
    'secret',
  );
  expect(await transport.json(datasetSchema, 'POST', '/v1/datasets', { body: { id: 'd' } })).toEqual(dataset);
  expect(heard).toEqual({ auth: 'Bearer secret', type: 'application/json', body: { id: 'd' } });
});

test('rebuilds the error of a problem, with its code, detail and details', async () => {
  const details = [{ path: 'budget', message: 'too small' }];
  const transport = await transportTo({
    'GET /x': problem(400, { code: 'INVALID_BUDGET', detail: 'Budget 0 is too small.', details }),
  });
  await expect(transport.send('GET', '/x')).rejects.toMatchObject({
    code: 'INVALID_BUDGET',
    message: 'Budget 0 is too small.',
    details,
    retryable: false,
  });
});

test('names the address and the next step when nothing listens there', async () => {
  const transport = await transportTo({});
  await service?.close();
  await expect(transport.send('GET', '/readyz')).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: `No answer from ${service?.url} (ECONNREFUSED). Check the address, and that the service runs: \`alaas serve\`.`,
  });
});

test('says that something else answers when the answer is a page', async () => {
  const page: Handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html>');
  };
  const transport = await transportTo({ 'GET /x': page });
  await expect(transport.json(datasetSchema, 'GET', '/x')).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringContaining('does not look like an ALaaS service'),
  });
});

test.each([
  [401, 'UNAUTHORIZED'],
  [413, 'TOO_LARGE'],
  [429, 'TOO_MANY_REQUESTS'],
  [503, 'NOT_READY'],
  [502, 'UNREACHABLE'],
])('takes a bare status %i of a proxy for %s', async (status, code) => {
  const bare: Handler = (_request, response) => {
    response.writeHead(status);
    response.end('no');
  };
  const transport = await transportTo({ 'GET /x': bare });
  await expect(transport.send('GET', '/x')).rejects.toMatchObject({ code });
});

test('refuses an answer of the wrong shape and says where', async () => {
  const transport = await transportTo({ 'GET /x': json(200, { id: 'd' }) });
  await expect(transport.json(datasetSchema, 'GET', '/x')).rejects.toMatchObject({
    code: 'INTERNAL',
    message: expect.stringContaining("the service's answer to GET /x: model:"),
  });
});

test('throws CANCELLED when the signal aborts during the call', async () => {
  const controller = new AbortController();
  const transport = await transportTo({ 'GET /x': () => controller.abort() });
  await expect(transport.send('GET', '/x', { signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
});

test.each(['127.0.0.1:60035', 'localhost:60035', 'ftp://host', 'http://me:pw@host', ''])(
  'refuses "%s" as an address',
  (url) => {
    expect(() => createTransport({ url, fetch })).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  },
);

test('keeps the path of the address and drops the slash at its end', () => {
  expect(createTransport({ url: 'https://example.test/alaas/', fetch }).url).toBe('https://example.test/alaas');
  expect(createTransport({ url: 'http://127.0.0.1:60035', fetch }).url).toBe('http://127.0.0.1:60035');
});

test('lets a call outlive its page where it is asked to, and no other', async () => {
  const heard: (boolean | undefined)[] = [];
  const fetch = async (_url: unknown, request?: RequestInit): Promise<Response> => {
    heard.push(request?.keepalive);
    return new Response(null, { status: 204 });
  };
  const transport = createTransport({ url: 'http://127.0.0.1:1', fetch });
  await transport.send('POST', '/x', { body: {}, keepalive: true });
  await transport.send('POST', '/x', { body: {} });
  expect(heard).toEqual([true, undefined]);
});
