import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Job, QueryResult } from '@alaas/core';

/** What is answered: JSON, bytes as they are, or nothing. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A loopback stand-in for the service: fixed answers by `METHOD /path`, or several in turn, the last one again and again;
 * everything else is 404.
 */
export interface Service {
  readonly url: string;
  /** Calls in order of arrival, with their bodies. */
  readonly seen: { readonly call: string; readonly body: unknown; readonly token: string | undefined }[];
  close(): Promise<void>;
}

export async function startService(answers: Readonly<Record<string, Answer | Answer[]>>): Promise<Service> {
  const seen: Service['seen'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = `${request.method} ${request.url}`;
      const text = Buffer.concat(chunks).toString();
      const isJson = request.headers['content-type'] === 'application/json';
      const sent = text === '' ? undefined : isJson ? JSON.parse(text) : text;
      seen.push({ call, body: sent, token: request.headers.authorization });
      const given = answers[call];
      const answer = (Array.isArray(given) ? (given.length > 1 ? given.shift() : given[0]) : given) as
        | Answer
        | undefined;
      const { status, body, headers }: Answer = answer ?? {
        status: 404,
        body: { code: 'NOT_FOUND', detail: `No ${call}.` },
      };
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body instanceof Uint8Array ? body : body === undefined ? '' : JSON.stringify(body));
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

/** Answers of a service whose one job ends as given. */
export function answersOf(job: Partial<Job>) {
  const whole = { id: 'job-1', kind: 'query', createdAt: '2024-01-01T00:00:00.000Z', ...job };
  const progress = { stage: 'scan', done: 1, total: 2, failed: 1 };
  return {
    'GET /v1/jobs': { status: 200, body: [] as Job[] },
    'POST /v1/queries': { status: 202, body: { ...whole, state: 'queued', progress, result: undefined } },
    'GET /v1/jobs/job-1': { status: 200, body: { progress, ...whole } },
    'DELETE /v1/jobs/job-1': { status: 200, body: { progress, ...whole, state: 'cancelled' } },
  };
}

/** A result of one pick and one failed item. */
export const result: QueryResult = {
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
