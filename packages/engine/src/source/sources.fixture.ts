/** Servers on the loopback interface, and sources to read them with, for the tests of this folder. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { type Config, isAlaasError, type OpenOptions, parseConfig } from '@alaas/core';
import { onTestFinished } from 'vitest';
import type { Access } from '../engine.ts';
import type { Network } from './context.ts';
import { openSources, type SourceSet } from './source-set.ts';

export const defaults = parseConfig('', 'the defaults');

export interface SourcesSpec {
  readonly access?: Access;
  readonly limits?: Partial<Config['limits']>;
  readonly sources?: Partial<Config['sources']>;
  readonly network?: Network;
}

/** Sources that are closed after the test. Waits between retries take no time. */
export function sourcesFor({ access = 'local', limits, sources, network }: SourcesSpec = {}): SourceSet {
  const set = openSources({
    access,
    limits: { ...defaults.limits, ...limits },
    sources: { ...defaults.sources, ...sources },
    network: { random: () => 0.5, delay: () => Promise.resolve(), ...network },
  });
  onTestFinished(() => set.close());
  return set;
}

export const openOptions: OpenOptions = { signal: new AbortController().signal, maxBytes: 2 ** 20 };

/** The bytes behind a URI as a text. */
export async function textAt(set: SourceSet, uri: string): Promise<string> {
  const content = await set.open(uri, openOptions);
  return content === 'unchanged' ? content : Buffer.from(content.bytes).toString();
}

/** The code and message of the AlaasError a promise ends with; fails the test when it ends otherwise. */
export async function faultOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (!isAlaasError(error)) throw error;
    return { code: error.code, message: error.message };
  }
  throw new Error('It ended without a fault.');
}

export interface TestServer {
  /** `http://127.0.0.1:port`, without a final slash. */
  readonly url: string;
  readonly port: number;
  /** What was asked, in order. */
  readonly requests: IncomingMessage[];
  /** Connections accepted so far. */
  connections(): number;
}

/** An HTTP server that is closed after the test. The handler also gets the number of the request, from 1. */
export async function serve(
  handler: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    handler(request, response, requests.length);
  };
  return started(createServer({ keepAliveTimeout: 60_000 }, listener), requests);
}

/** A TCP server that calls `answer` with each connection, its first bytes read, and its number, from 1. */
export async function serveRaw(answer: (socket: Socket, count: number) => void): Promise<TestServer> {
  let count = 0;
  const server = createTcpServer((socket) => {
    const number = ++count;
    socket.on('error', () => socket.destroy());
    socket.once('data', () => answer(socket, number));
  });
  return started(server, []);
}

/** A port of this machine on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function started(server: Server | TcpServer, requests: IncomingMessage[]): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server);
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return { url: `http://127.0.0.1:${port}`, port, requests, connections: () => connections };
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
