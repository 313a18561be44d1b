import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlaasError, type Job, parseConfig } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describePostgresql } from './database/testing/engines.ts';
import { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
import { MemoryEngine } from './testing/memory-engine.ts';

let folder: string;
const running: RunningServer[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-start-'));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

async function start(yaml = '', options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({
    config: parseConfig(yaml, 'test.yml'),
    folder,
    port: 0,
    log: 'silent',
    engine: new MemoryEngine(),
    ...options,
  });
  running.push(server);
  return server;
}

function post(server: RunningServer, path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });
}

async function jobOf(response: Response): Promise<Job> {
  return (await response.json()) as Job;
}

const query = { items: [{ uri: 'a.jpg' }, { uri: 'b.jpg' }], budget: 1 };

describe('startServer', () => {
  it('listens on a loopback address, and stops', async () => {
    const engine = new MemoryEngine();
    const server = await start('storage: ./data', { engine });
    expect(server).toMatchObject({ storage: join(folder, 'data'), warnings: [] });
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server).not.toHaveProperty('token');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.close();
    await server.close();
    expect(engine.isClosed).toBe(true);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  it('asks for the token of the options, else of the config', async () => {
    const yaml = 'token: from-the-config-file';
    const configured = await start(yaml);
    expect(configured.token).toBe('from-the-config-file');
    expect((await fetch(`${configured.url}/v1/jobs`)).status).toBe(401);
    const given = await start(yaml, {
      token: 'given-when-starting',
      engine: new MemoryEngine(),
      folder: `${folder}/b`,
    });
    const headers = { authorization: 'Bearer given-when-starting' };
    expect((await fetch(`${given.url}/v1/jobs`, { headers })).status).toBe(200);
  });

  it('starts a 2022 file that says 0.0.0.0 for this machine alone, with a warning', async () => {
    const server = await start(
      'name: x\nversion: 0.1\nactive_learning: { al_worker: { protocol: http, host: 0.0.0.0, port: 0 } }',
      { port: undefined },
    );
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(server.warnings.join()).toContain('token');
    const { port } = new URL(server.url);
    const answer = await talk(server, `GET /v1/jobs HTTP/1.1\r\nhost: 0.0.0.0:${port}\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  it.each([
    ['another address without a token', '', { host: '0.0.0.0' }, 'TOKEN_REQUIRED'],
    ['a short token', '', { token: 'short' }, 'INVALID_CONFIG'],
    ['a token that no header can carry', '', { token: 'spaces are not allowed here' }, 'INVALID_CONFIG'],
    ['gRPC', 'active_learning: { al_worker: { protocol: grpc } }', {}, 'INVALID_CONFIG'],
    ['an unknown strategy', 'active_learning: { strategy: { type: Guessing } }', {}, 'UNKNOWN_STRATEGY'],
    ['an unknown learner', 'learner: guess', {}, 'UNKNOWN_LEARNER'],
    ['an address of another machine', '', { host: '192.0.2.1', token: 'long-enough-to-pass' }, 'INVALID_CONFIG'],
  ])('refuses %s, and leaves nothing open', async (_, yaml, options, code) => {
    const engine = new MemoryEngine();
    await expect(start(yaml, { engine, ...options })).rejects.toSatisfy((error) => isAlaasError(error, code as never));
    const again = await start();
    expect(again.url).toBeTypeOf('string');
  });

  it('says so when the port is taken', async () => {
    const first = await start();
    const engine = new MemoryEngine();
    const port = Number(new URL(first.url).port);
    await expect(start('', { port, engine, folder: `${folder}/b` })).rejects.toSatisfy((error) =>
      isAlaasError(error, 'ADDRESS_IN_USE'),
    );
    expect(engine.isClosed).toBe(true);
  });

  it('does what the last process left unfinished', async () => {
    const engine = new MemoryEngine();
    engine.gate = new Promise(() => undefined);
    const first = await start('', { engine });
    const job = await jobOf(await post(first, '/v1/queries', query));
    await first.close();
    engine.gate = Promise.resolve();
    const second = await start('', { engine });
    const ended = await fetch(`${second.url}/v1/jobs/${job.id}`, { headers: { prefer: 'wait=30' } });
    expect(await ended.json()).toMatchObject({ state: 'done', result: { picks: [{ id: 'a.jpg' }] } });
    await second.close();
    const third = await start('', { engine });
    const kept = await fetch(`${third.url}/v1/jobs/${job.id}`);
    expect(await kept.json()).toMatchObject({ state: 'done', result: { picks: [{ id: 'a.jpg' }] } });
  });

  it('closes what it had opened when its database cannot be reached', async () => {
    const engine = new MemoryEngine();
    const database = 'postgres://ann:hunter2@127.0.0.1:1/labels';
    await expect(start('', { engine, database })).rejects.toSatisfy((error) => isAlaasError(error, 'NOT_READY'));
    expect(engine.isClosed).toBe(true);
  });

  it('removes pools of queries that a killed process left behind, and no other', async () => {
    const engine = new MemoryEngine();
    engine.createDataset('~left-behind', { name: 'm' } as never, 'local');
    engine.createDataset('photos', { name: 'm' } as never, 'local');
    await start('', { engine });
    expect([...engine.stored.keys()]).toEqual(['photos']);
  });
});

describePostgresql('startServer', (make) => {
  it('does what the last process left unfinished, and no work of another store', async () => {
    const test = await make();
    const yaml = `database: ${test.place.url}`;
    const engine = new MemoryEngine();
    engine.gate = new Promise(() => undefined);
    const first = await start(yaml, { engine });
    const job = await jobOf(await post(first, '/v1/queries', query));
    const other = await start(yaml, { folder: join(folder, 'other') });
    expect(await (await fetch(`${other.url}/v1/jobs`)).json()).toEqual([]);
    await first.close();
    engine.gate = Promise.resolve();
    const second = await start(yaml, { engine });
    const ended = await fetch(`${second.url}/v1/jobs/${job.id}`, { headers: { prefer: 'wait=30' } });
    expect(await ended.json()).toMatchObject({ state: 'done', result: { picks: [{ id: 'a.jpg' }] } });
    expect(await test.query('SELECT id, state FROM job')).toEqual([{ id: job.id, state: 'done' }]);
    await Promise.all([other.close(), second.close()]);
    await test.remove();
  });
});

describe('a running service', () => {
  it('lets a job go on when the client that waits for it leaves', async () => {
    const engine = new MemoryEngine();
    const gate = Promise.withResolvers<void>();
    engine.gate = gate.promise;
    const server = await start('', { engine });
    const leaving = new AbortController();
    const held = post(server, '/v1/queries', query, { headers: { prefer: 'wait=600' }, signal: leaving.signal });
    const [job] = await poll(async () => (await (await fetch(`${server.url}/v1/jobs`)).json()) as Job[]);
    leaving.abort();
    await expect(held).rejects.toThrow();
    gate.resolve();
    const ended = await fetch(`${server.url}/v1/jobs/${job?.id}`, { headers: { prefer: 'wait=30' } });
    expect(await ended.json()).toMatchObject({ state: 'done' });
  });

  it('answers held requests and ends streams when it stops', async () => {
    const engine = new MemoryEngine();
    engine.gate = new Promise(() => undefined);
    const server = await start('', { engine });
    const stream = await fetch(`${server.url}/v1/events`);
    const held = post(server, '/v1/queries', query, { headers: { prefer: 'wait=600' } });
    const legacy = post(server, '/post', { data: [{ uri: 'a.jpg' }], parameters: { budget: 1 } });
    await poll(async () => engine.calls.slice(1));
    const closing = server.close();
    expect((await held).status).toBe(202);
    expect(await (await legacy).json()).toMatchObject({ code: 'NOT_READY', status: 503 });
    expect(await stream.text()).toContain('"state":"running"');
    await closing;
  });

  it('tells events of a job over the wire, and resumes after the last one', async () => {
    const server = await start();
    const following = await fetch(`${server.url}/v1/events`);
    expect(following.headers.get('content-type')).toBe('text/event-stream');
    expect(following.headers.get('cache-control')).toBe('no-store');
    const job = await jobOf(await post(server, '/v1/queries', query));
    const events = await readEvents(following, (list) => list.at(-1)?.job.state === 'done');
    expect(events.map(({ job: { id, state } }) => ({ id, state }))).toEqual([
      { id: job.id, state: 'running' },
      { id: job.id, state: 'done' },
    ]);
    const resumed = await fetch(`${server.url}/v1/events`, { headers: { 'last-event-id': events[0]?.id ?? '' } });
    expect(await readEvents(resumed, (list) => list.length === 1)).toEqual(events.slice(1));
    const late = await fetch(`${server.url}/v1/events?job=${job.id}`);
    expect((await readEvents(late, (list) => list.length === 1))[0]?.job).toMatchObject({ id: job.id, state: 'done' });
    expect((await fetch(`${server.url}/v1/events?job=none`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/events`, { method: 'HEAD' })).status).toBe(405);
  });

  it('answers what is no HTTP with a problem', async () => {
    const server = await start();
    const answer = await talk(server, 'THIS IS NOT HTTP\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/);
    expect(answer).toContain('"code":"INVALID_REQUEST"');
  });

  it('answers a request with an expectation that it does not know as if it had none', async () => {
    const server = await start();
    const head = 'GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n';
    expect(await talk(server, `${head}expect: the-unexpected\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('refuses a body larger than announced limits before reading it all', async () => {
    const server = await start('limits: { max_body_bytes: 1000 }');
    const head = 'POST /v1/queries HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n';
    const announced = await talk(server, `${head}content-length: 100000\r\n\r\n{`);
    expect(announced).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"TOO_LARGE"/);
    const chunked = await talk(server, `${head}transfer-encoding: chunked\r\n\r\n1000\r\n${'x'.repeat(4096)}\r\n`);
    expect(chunked).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"TOO_LARGE"/);
  });

  it('keeps a connection usable after it refused a small body', async () => {
    const server = await start();
    const refused = await fetch(`${server.url}/v1/queries`, { method: 'POST', body: 'x'.repeat(100) });
    expect(refused.status).toBe(415);
    await refused.text();
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

interface Event {
  readonly id: string;
  readonly job: Job;
}

/** Events of a stream until there are enough; then leaves. */
async function readEvents(response: Response, isEnough: (events: Event[]) => boolean): Promise<Event[]> {
  const events: Event[] = [];
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) events.push({ id: /^id: (.*)$/m.exec(block)?.[1] ?? '', job: JSON.parse(data) as Job });
    }
    if (isEnough(events)) break;
  }
  return events;
}

/** Everything the service answers to some bytes, until it closes the connection. */
function talk(server: RunningServer, bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
}

/** Asks until there is something. */
async function poll<T>(ask: () => Promise<T[]>): Promise<T[]> {
  for (;;) {
    const answer = await ask();
    if (answer.length > 0) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
