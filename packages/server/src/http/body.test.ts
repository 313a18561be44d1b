import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

afterEach(() => service.app.close());

async function listen(pace: { windowMs: number; minBytes: number }): Promise<number> {
  service = await createTestApp({ pace });
  await service.app.http.listen({ host: '127.0.0.1', port: 0 });
  const address = service.app.http.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return address.port;
}

function send(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => undefined);
  });
}

function head(path: string, type: string): string {
  return `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${type}\r\ncontent-length: 1000\r\n\r\n`;
}

describe('a body that stalls', () => {
  it('is given up, with an answer', async () => {
    const port = await listen({ windowMs: 20, minBytes: 100 });
    const answer = await send(port, `${head('/v1/queries', 'application/json')}{"items":[`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"REQUEST_TIMEOUT"/);
  });

  it('is given up in the middle of a stream too', async () => {
    const port = await listen({ windowMs: 20, minBytes: 100 });
    await service.call('POST', '/v1/datasets', { body: { id: 'pool' } });
    const answer = await send(port, `${head('/v1/datasets/pool/items', 'application/x-ndjson')}{"uri":"a.jpg"}\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"REQUEST_TIMEOUT"/);
  });

  it('costs nothing but its own connection when the client leaves', async () => {
    const port = await listen({ windowMs: 10_000, minBytes: 1 });
    for (const [path, type] of [
      ['/v1/queries', 'application/json'],
      ['/v1/datasets/none/items', 'application/x-ndjson'],
    ] as const) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(`${head(path, type)}{`, () => socket.destroy()));
        socket.on('close', () => resolve());
      });
    }
    expect((await service.call('GET', '/healthz')).status).toBe(200);
  });
});
