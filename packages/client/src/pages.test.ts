import type { Inspection, Me, ProjectRecord, ProjectStatus } from '@alaas/core';
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from './client.ts';
import { type Handler, jobOf, json, type Service, startService } from './service.fixture.ts';

let service: Service | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function clientOf(handlers: Record<string, Handler>): Promise<Client> {
  service = await startService(handlers);
  return createClient({ url: service.url, token: 'secret', pause: async () => undefined });
}

/** Answers `value`, and keeps what was sent. */
function keeping(value: unknown, bodies: unknown[]): Handler {
  return (request, response, body) => {
    bodies.push(body);
    json(200, value)(request, response, body);
  };
}

const pushed = { added: 2, known: 0, job: 'job-1' };

describe('a page', () => {
  it('learns who calls and which learners there are', async () => {
    const me: Me = {
      ...{ id: 'p1', name: 'Ann', isOwner: false, project: 'spam', role: 'annotator' },
      needsToken: true,
      isLocal: false,
    };
    const learner = { id: 'softmax-regression', title: 'Softmax', summary: '', reference: '', options: {} };
    const client = await clientOf({ 'GET /v1/me': json(200, me), 'GET /v1/learners': json(200, [learner]) });
    expect(await client.me()).toEqual(me);
    expect(await client.learners.list()).toEqual([learner]);
  });

  it('sees where a project stands, from the beginning of a day', async () => {
    const status: ProjectStatus = {
      role: 'annotator',
      mine: { all: 12, recent: 3, left: null },
      pool: { ready: 400, completed: 40 },
      model: { version: 7, isTraining: false, behind: 0 },
      isWaiting: false,
      stop: { isAdvised: false, reasons: [] },
    };
    const client = await clientOf({
      'GET /v1/projects/spam/status?since=2026-01-02T00%3A00%3A00.000Z': json(200, status),
    });
    expect(await client.project('spam').status({ since: new Date(Date.UTC(2026, 0, 2)) })).toEqual(status);
  });

  it('reads records and answers a page at a time', async () => {
    const reason = { arm: 'strategy' as const, strategy: 'badge' };
    const record: ProjectRecord = {
      ...{ item: 'a', uri: 'file:///a', content: '/a', status: 'pending', isTest: false },
      ...{ responses: [], reason, createdAt: '2026-01-01T00:00:00.000Z' },
    };
    const client = await clientOf({
      'GET /v1/projects/spam/records?status=pending&q=re+fund&limit=2': json(200, { records: [record], next: '5.1' }),
      'GET /v1/projects/spam/records?q=re+fund&after=5.1&limit=2': json(200, { records: [] }),
      'GET /v1/projects/spam/records?q=x&limit=500': json(200, { records: [record], next: '7.1' }),
      'GET /v1/projects/spam/records?q=x&after=7.1&limit=500': json(200, { records: [] }),
      'GET /v1/projects/spam/history?before=9&limit=20': json(200, { responses: [], next: '4' }),
    });
    const project = client.project('spam');
    const first = await project.recordsPage({ status: 'pending', q: 're fund', limit: 2 });
    expect(first).toEqual({ records: [record], next: '5.1' });
    expect(await project.recordsPage({ q: 're fund', after: first.next, limit: 2 })).toEqual({ records: [] });
    expect(await Array.fromAsync(project.records({ q: 'x' }))).toEqual([record]);
    expect(await project.historyPage({ before: '9', limit: 20 })).toEqual({ responses: [], next: '4' });
  });

  it('looks at a folder, and at the first mebibyte of a file that is dropped', async () => {
    const found: Inspection = {
      ...{
        kind: 'manifest',
        format: 'csv',
        items: { count: 2, isMore: true },
        columns: [],
        guess: {},
        labels: [],
        samples: [],
      },
      ...{ modality: { guess: 'text', why: 'x', counts: {} }, warnings: [] },
    };
    const bodies: unknown[] = [];
    const client = await clientOf({ 'POST /v1/inspect': keeping(found, bodies) });
    expect(await client.inspect({ input: '/data' })).toEqual(found);
    await client.inspectFile(new Blob(['a,b\n1,2\n']), { name: 'a.csv', columns: { text: 'a' } });
    const text = 'x'.repeat(2 ** 20);
    await client.inspectFile(new Blob([text, 'é']), { name: 'long.csv' });
    expect(bodies).toEqual([
      { input: '/data' },
      { content: 'a,b\n1,2\n', isWhole: true, name: 'a.csv', columns: { text: 'a' } },
      { content: text, isWhole: false, name: 'long.csv' },
    ]);
  });

  it('uploads manifests and contents as they are', async () => {
    const bodies: unknown[] = [];
    const item = { item: 'ab-a b.txt', uri: 'upload:x', type: 'text/plain', bytes: 5, added: true, job: 'job-1' };
    const client = await clientOf({
      'POST /v1/datasets/d%2F1/manifest?format=csv&text=review&label=stars&base=%2Fdata': keeping(pushed, bodies),
      'POST /v1/datasets/d%2F1/files?name=a+b.txt&label=cat': keeping(item, bodies),
    });
    const columns = { text: 'review', label: 'stars' };
    expect(await client.datasets.upload('d/1', 'review,stars\n', { format: 'csv', columns, base: '/data' })).toEqual(
      pushed,
    );
    expect(await client.datasets.addFile('d/1', new Blob(['hello']), { name: 'a b.txt', label: 'cat' })).toEqual(item);
    expect(bodies).toEqual(['review,stars\n', 'hello']);
  });

  it('takes known labels in, and compares strategies on the answers', async () => {
    const bodies: unknown[] = [];
    const imported = { rows: 1, items: 0, responses: 1, known: 0, failed: 0, errors: [] };
    const job = jobOf('running', {
      kind: 'simulation',
      project: 'spam',
      curves: [{ strategy: 'random', seed: 0, points: [{ labels: 4, accuracy: 0.5, macroF1: 0.4 }] }],
    });
    const { curves: _, ...bare } = job;
    const client = await clientOf({
      'POST /v1/projects/spam/import-known?annotator=Ada': json(200, imported),
      'POST /v1/projects/spam/simulations': keeping(bare, bodies),
      'GET /v1/projects/spam/simulations': json(200, [bare]),
      'GET /v1/projects/spam/simulations/job-1': json(200, job),
      'DELETE /v1/projects/spam/simulations/job-1': json(200, { ...bare, state: 'cancelled' }),
    });
    const project = client.project('spam');
    expect(await project.importKnown({ annotator: 'Ada' })).toEqual(imported);
    expect(await project.simulations.start({ strategies: ['badge'] })).toEqual(bare);
    expect(bodies).toEqual([{ strategies: ['badge'] }]);
    expect(await project.simulations.list()).toEqual([bare]);
    expect(await project.simulations.get('job-1')).toEqual(job);
    expect((await project.simulations.cancel('job-1')).state).toBe('cancelled');
  });
});

describe('the events of a project', () => {
  const event = (id: number, type: string) =>
    `event: ${type}\nid: ${id}\ndata: ${JSON.stringify({ type, project: 'spam', at: '2026-01-01T00:00:00.000Z', data: { modelVersion: id } })}\n\n`;

  it('come across broken connections, and say when there may be a gap', async () => {
    const resumedAfter: unknown[] = [];
    const client = await clientOf({
      'GET /v1/projects/spam/events': (request, response) => {
        resumedAfter.push(request.headers['last-event-id']);
        expect(request.headers.authorization).toBe('Bearer secret');
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const n = resumedAfter.length;
        response.end(`${event(n, 'model.updated')}event: later.kind\ndata: {"type":"later.kind"}\n\n`);
      },
    });
    let opened = 0;
    const seen: unknown[] = [];
    for await (const { id, type, data } of client
      .project('spam')
      .events({ lastEventId: '0', onOpen: () => opened++ })) {
      seen.push([id, type, data]);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([1, 2, 3].map((n) => [String(n), 'model.updated', { modelVersion: n }]));
    expect(resumedAfter).toEqual(['0', '1', '2']);
    expect(opened).toBe(3);
  });

  it('are given up after as many attempts as asked for, with waits that stop growing', async () => {
    const waits: number[] = [];
    service = await startService({ 'GET /v1/projects/spam/events': (_request, response) => response.destroy() });
    const client = createClient({ url: service.url, pause: async (ms) => void waits.push(ms) });
    await expect(client.project('spam').events({ attempts: 8 }).next()).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });
});

describe('bytes', () => {
  const cut: Handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': '1000' });
    response.write('half of it', () => response.destroy());
  };

  it('that break off are an error of ours', async () => {
    const client = await clientOf({
      'GET /v1/projects/spam/items/a/content': cut,
      'GET /v1/projects/spam/model.onnx': cut,
    });
    await expect(client.project('spam').content('a')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(client.project('spam').onnx()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });
});
