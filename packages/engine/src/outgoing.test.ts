import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAlaasError, parseConfig } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outgoing, openOutgoing } from './outgoing.ts';

const { sources } = parseConfig('', 'test.yml');
let server: Server;
let url: string;
let bodies: string[];
let outgoing: Outgoing | undefined;

beforeEach(async () => {
  bodies = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      bodies.push(body);
      if (request.url === '/hang') return;
      if (request.url === '/away') response.writeHead(302, { location: '/elsewhere' });
      else response.writeHead(202);
      response.end('x'.repeat(100_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await outgoing?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = (path: string, timeoutMs = 5000, signal = new AbortController().signal) =>
  (outgoing as Outgoing).post(`${url}${path}`, { headers: {}, body: '{"a":1}', timeoutMs, signal });

describe('openOutgoing', () => {
  it('posts for a local caller and gives the status, a redirect as it is', async () => {
    outgoing = openOutgoing('local', sources);
    expect(await post('/')).toEqual({ status: 202 });
    expect(await post('/away')).toEqual({ status: 302 });
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('reaches no loopback address for a remote caller', async () => {
    outgoing = openOutgoing('remote', sources);
    await expect(post('/')).rejects.toSatisfy((error) => isAlaasError(error, 'SOURCE_FORBIDDEN'));
    expect(bodies).toEqual([]);
  });

  it('gives up on a target that does not answer, and when it is cancelled', async () => {
    outgoing = openOutgoing('local', sources);
    await expect(post('/hang', 50)).rejects.toSatisfy((error) => isAlaasError(error, 'SOURCE_TIMEOUT'));
    await expect(post('/hang', 5000, AbortSignal.abort())).rejects.toSatisfy((error) =>
      isAlaasError(error, 'CANCELLED'),
    );
  });

  it('says when nobody listens', async () => {
    outgoing = openOutgoing('local', sources);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(post('/')).rejects.toSatisfy((error) => isAlaasError(error, 'SOURCE_UNREACHABLE'));
    server.listen(0, '127.0.0.1');
  });

  it('sends nothing once it is closed', async () => {
    outgoing = openOutgoing('local', sources);
    await outgoing.close();
    await expect(post('/')).rejects.toSatisfy((error) => isAlaasError(error, 'CANCELLED'));
    expect(bodies).toEqual([]);
  });
});
