import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { streamEvents } from './events.ts';
import type { Pause } from './pause.ts';
import { type Handler, jobOf, problem, type Service, startService } from './service.fixture.ts';
import { createTransport } from './transport.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

function open(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function send(response: ServerResponse, id: number, done: number): void {
  const job = jobOf('running', { progress: { stage: 'scan', done, total: 10, failed: 0 } });
  response.write(`event: job\nid: ${id}\ndata: ${JSON.stringify(job)}\n\n`);
}

async function listen(handler: Handler, options: Parameters<typeof streamEvents>[2], pause: Pause = noPause) {
  service = await startService({ 'GET /v1/events': handler, 'GET /v1/events?job=a%2Fb': handler });
  return streamEvents(createTransport({ url: service.url, fetch }), pause, options);
}

const noPause: Pause = () => Promise.resolve();

test('takes a broken stream up again after the last event it saw', async () => {
  const resumedAfter: unknown[] = [];
  const events = await listen((request, response) => {
    resumedAfter.push(request.headers['last-event-id']);
    open(response);
    const first = resumedAfter.length * 2 - 1;
    send(response, first, first);
    response.write(': heartbeat\n\nevent: other\ndata: {}\n\n');
    send(response, first + 1, first + 1);
    if (resumedAfter.length === 1) response.end();
    else response.write('event: job\ndata: half', () => response.destroy());
  }, {});
  const done: number[] = [];
  for await (const { id, job } of events) {
    done.push(job.progress.done);
    expect(id).toBe(String(job.progress.done));
    if (done.length === 5) break;
  }
  expect(done).toEqual([1, 2, 3, 4, 5]);
  expect(resumedAfter).toEqual([undefined, '2', '4']);
});

test('asks for one job, from a given event on', async () => {
  let resumed: unknown;
  const events = await listen(
    (request, response) => {
      resumed = request.headers['last-event-id'];
      open(response);
      send(response, 1, 1);
    },
    { job: 'a/b', lastEventId: '41' },
  );
  for await (const _ of events) break;
  expect(service?.seen).toEqual(['GET /v1/events?job=a%2Fb']);
  expect(resumed).toBe('41');
});

test('gives up after five failed attempts, each after twice the wait', async () => {
  const waits: number[] = [];
  const events = await listen(
    (_request, response) => response.destroy(),
    {},
    async (ms) => {
      waits.push(ms);
    },
  );
  await expect(events.next()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(waits).toEqual([500, 1000, 2000, 4000]);
  expect(service?.seen.length).toBe(5);
});

test('throws a refusal at once', async () => {
  const events = await listen(problem(401, { code: 'UNAUTHORIZED', detail: 'No token.' }), {});
  await expect(events.next()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  expect(service?.seen.length).toBe(1);
});

test('ends with CANCELLED when the signal aborts while it waits for an event', async () => {
  const controller = new AbortController();
  const events = await listen(
    (_request, response) => {
      open(response);
      send(response, 1, 1);
    },
    { signal: controller.signal },
  );
  expect((await events.next()).value?.id).toBe('1');
  const next = events.next();
  controller.abort();
  await expect(next).rejects.toMatchObject({ code: 'CANCELLED' });
});
