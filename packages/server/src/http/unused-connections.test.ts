import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { trackUnusedConnections } from './unused-connections.ts';

async function openConnection(server: Server): Promise<Socket> {
  const accepted = once(server, 'connection');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await accepted;
  return socket;
}

test('ends connections without a request, so that the server closes while they would stay open', async () => {
  const server = createServer((_request, response) => response.end('ok'));
  const closeUnused = trackUnusedConnections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const unused = await openConnection(server);
  const ended = once(unused, 'close');
  const closed = once(server, 'close');
  server.close();
  closeUnused();
  await Promise.all([ended, closed]);
});

test('leaves a request under way to its end', async () => {
  let answer: () => void = () => undefined;
  const server = createServer((_request, response) => {
    answer = () => response.end('whole');
  });
  const closeUnused = trackUnusedConnections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = await openConnection(server);
  const asked = once(server, 'request');
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  await asked;
  const closed = once(server, 'close');
  server.close();
  closeUnused();
  answer();
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  expect(text).toContain('whole');
  await closed;
});
