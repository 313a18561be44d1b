import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Job } from '@alaas/core';

/** A loopback HTTP server whose answers a test writes; it remembers what it was asked. */
export interface Service {
  readonly url: string;
  /** `METHOD /path`, in order of arrival. */
  readonly seen: string[];
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: unknown) => void;

/** @param handlers by `METHOD /path?query`; what is not listed is answered 404 as a problem */
export async function startService(handlers: Readonly<Record<string, Handler>>): Promise<Service> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const call = `${request.method} ${request.url}`;
    seen.push(call);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const handler = handlers[call] ?? notFound;
      const isJson = request.headers['content-type'] === 'application/json';
      handler(request, response, text === '' ? undefined : isJson ? JSON.parse(text) : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const notFound: Handler = (request, response) =>
  problem(404, { code: 'NOT_FOUND', detail: `Nothing at ${request.url}.` })(request, response, undefined);

export function json(status: number, body: unknown): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
}

export function problem(status: number, body: { code: string; detail: string; details?: unknown }): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ type: `urn:alaas:error:${body.code}`, title: body.code, status, ...body }));
  };
}

/** A job in a state, with made-up times. */
export function jobOf(state: Job['state'], extra: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    kind: 'query',
    state,
    progress: { stage: 'scan', done: 0, total: 10, failed: 0 },
    createdAt: '2024-01-01T00:00:00.000Z',
    ...extra,
  };
}

/** A result with one pick. */
export const result: NonNullable<Job['result']> = {
  picks: [
    {
      rank: 1,
      id: 'a.jpg',
      uri: 'file:///data/a.jpg',
      utility: 0.75,
      strategy: 'margin-confidence',
      model: 'tiny',
      seed: 7,
      sha256: 'ab'.repeat(32),
    },
  ],
  errors: [{ id: 'b.jpg', uri: 'file:///data/b.jpg', code: 'DECODE_CORRUPT', message: 'cut off' }],
  summary: {
    items: 2,
    pool: 1,
    labelled: 0,
    duplicateIds: 0,
    duplicateContents: 0,
    failed: 1,
    inferred: 1,
    seconds: { scan: 1.5, select: 0.25 },
  },
};
