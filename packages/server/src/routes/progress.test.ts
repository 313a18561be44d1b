import { type ProjectMetrics, projectMetricsSchema, type Replay, type Role, roundSchema } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Admit } from '../http/admit.ts';
import type { AdmitWhile } from '../http/admit-while.ts';
import { defaultPace } from '../http/body.ts';
import { owner } from '../http/callers.ts';
import { createHttpApp } from '../http/http-app.ts';
import { createEventHub, type EventHub } from '../jobs/event-hub.ts';
import { createLog } from '../log.ts';
import { projectHubEvent } from '../projects/hub-event.ts';
import { createLiveProjects, type LiveProjects } from '../projects/live/live-projects.ts';
import { createStatuses } from '../projects/status.ts';
import { createSettingsMemory } from '../projects/work.ts';
import { cloudOf, type LiveBench, openLiveBench } from '../testing/live-bench.ts';
import { createProjectProgress } from '../use-cases/progress.ts';
import { progressRoutes } from './progress.ts';
import { roundRoutes } from './rounds.ts';

let bench: LiveBench;
let live: LiveProjects;
let hub: EventHub;
let http: Awaited<ReturnType<typeof createHttpApp>>;
const entered: string[] = [];
let role: Role;

beforeEach(async () => {
  bench = await openLiveBench({ controlShare: 0.5 });
  // the service opens it itself
  await bench.live.close();
  live = createLiveProjects(bench.options);
  hub = createEventHub();
  bench.events.on((event) => hub.publish(projectHubEvent(event)));
  const { answers, source, database } = bench;
  const dataset = { id: 'd', model: 'given', items: 400, labelled: 0, ready: 400, failed: 0, createdAt: '' };
  const progress = createProjectProgress({
    live,
    engine: {
      dataset: () => dataset,
      exportLive: async (_, head) => ({ onnx: new TextEncoder().encode(head.kind), isJoined: false }),
    },
    source,
    answers,
    models: database.models,
    rounds: database.rounds,
    progress: database.progress,
    now: () => 0,
    pause: async () => undefined,
  });
  entered.length = 0;
  role = 'owner';
  const roleIn = async () => role;
  const statuses = createStatuses({
    store: bench.database.projects,
    settings: createSettingsMemory(),
    roleIn,
    live: (project) => live.get(project),
    now: () => 0,
  });
  const admit: Admit = async ({ caller }, project, needed) => {
    entered.push(`${needed} of ${project}`);
    return caller;
  };
  const closing = new AbortController().signal;
  http = await createHttpApp(
    {
      limits: { max_body_bytes: 2 ** 20, requests_per_minute: 10_000 },
      needsToken: false,
      identify: async () => owner,
      hosts: undefined,
      pace: defaultPace,
      version: '0',
      log: createLog('silent'),
      metrics: { observeRequest: () => undefined },
    },
    async (app) => {
      roundRoutes(app, { progress, admit, closing });
      const admitWhile: AdmitWhile = async (...asked) => {
        await admit(...asked);
        return { signal: closing, release: () => undefined };
      };
      progressRoutes(app, {
        progress,
        statuses,
        admit,
        admitWhile,
        roleIn,
        accessOf: () => 'local',
        events: hub,
        closing,
      });
    },
  );
});

afterEach(async () => {
  hub.close();
  await http.close();
  await live.close();
  await bench.close();
});

async function call(method: 'GET' | 'POST', path: string, payload?: object) {
  const { statusCode, body, headers } = await http.inject({
    method,
    url: `/v1/projects/p${path}`,
    headers: { host: '127.0.0.1' },
    ...(payload && { payload }),
  });
  const isJson = String(headers['content-type']).includes('json');
  return { status: statusCode, text: body, headers, json: isJson ? JSON.parse(body) : undefined };
}

async function label(count: number): Promise<void> {
  const project = await live.get('p');
  await project.idle();
  for (let i = 0; i < count; i++) {
    const [next] = project.candidates();
    if (next === undefined) return;
    bench.answers.give(next.item, cloudOf(next.item), { arm: next.arm, isTest: project.isTest(next.item) });
    await project.idle();
  }
}

describe('the progress of a project', () => {
  it('counts what is excluded as no part of the pool', async () => {
    await label(6);
    bench.exclude(['item-1', 'item-2', 'item-3']);
    const project = await live.get('p');
    project.labelsChanged();
    await project.idle();
    const { json } = await call('GET', '/metrics');
    expect(json.pool).toMatchObject({ items: 397, ready: 397 });
  });

  it('has metrics before the first answer', async () => {
    const { status, json } = await call('GET', '/metrics');
    expect(status).toBe(200);
    expect(projectMetricsSchema.parse(json)).toMatchObject({
      training: { modelVersion: 0, labels: 0, behind: 0, error: null },
      pool: { items: 400, ready: 400, responses: 0 },
      classBalance: [
        { label: 'spam', responses: 0, share: 0 },
        { label: 'ham', responses: 0, share: 0 },
      ],
      evaluation: null,
      curve: [],
      saved: null,
      forecast: null,
      stop: { isAdvised: false, reasons: [], parts: [] },
    });
  });

  it('tells training, balance and honest measures as they grow', async () => {
    await label(30);
    const metrics: ProjectMetrics = projectMetricsSchema.parse((await call('GET', '/metrics')).json);
    expect(metrics.training).toMatchObject({ behind: 0, isTraining: false });
    expect(metrics.training.labels).toBeLessThanOrEqual(30);
    expect(metrics.training.refreshMs?.median).toBeGreaterThan(0);
    expect(metrics.classBalance.reduce((sum, { responses }) => sum + responses, 0)).toBe(30);
    expect(metrics.evaluation?.items).toBeGreaterThanOrEqual(15);
    expect(metrics.curve.at(-1)?.labels).toBe(30);
    expect(entered.every((entry) => entry === 'reviewer of p')).toBe(true);
  });

  it('lists rounds, shows one, and makes it again', async () => {
    await label(12);
    const { json: list } = await call('GET', '/rounds?limit=3');
    expect(list).toHaveLength(3);
    const [newest, second] = roundSchema.array().parse(list);
    expect((await call('GET', `/rounds?limit=1&before=${newest?.number}`)).json[0].number).toBe(second?.number);
    const one = await call('GET', `/rounds/${second?.number}`);
    expect(one.json).toEqual(second);
    const replay: Replay = (await call('POST', `/rounds/${second?.number}/replay`)).json;
    expect(replay).toMatchObject({ isSame: true, differences: [], round: { number: second?.number } });
    expect(await call('GET', '/rounds/99999')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    expect(await call('GET', '/rounds/x')).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } });
  });

  it('lists versions and serves an older one', async () => {
    await label(10);
    const { json: before } = await call('GET', '/models');
    expect(before[0]).toMatchObject({ isServing: true, isKept: true, learner: 'softmax-regression' });
    const old = before.at(-1).version;
    const { json: after } = await call('POST', `/models/${old}/serve`);
    expect(after.filter(({ isServing }: { isServing: boolean }) => isServing)).toMatchObject([
      { version: old, isPinned: true },
    ]);
    expect(after.filter(({ isPinned }: { isPinned: boolean }) => isPinned)).toHaveLength(1);
    expect(entered.at(-1)).toBe('admin of p');
    await (await live.get('p')).idle();
    expect((await call('POST', '/predict', { items: [{ item: 'item-0' }] })).json.modelVersion).toBe(old);
    const { json: latest } = await call('POST', '/models/latest/serve');
    expect(latest.some(({ isPinned }: { isPinned: boolean }) => isPinned)).toBe(false);
    await (await live.get('p')).idle();
    expect((await call('POST', '/predict', { items: [{ item: 'item-0' }] })).json.modelVersion).toBe(before[0].version);
    expect(await call('POST', '/models/999/serve')).toMatchObject({ status: 404 });
  });

  it('predicts items of the pool and others, each failure in its place', async () => {
    const early = await call('POST', '/predict', { items: [{ item: 'item-0' }] });
    expect(early).toMatchObject({ status: 409, json: { code: 'CONFLICT' } });
    await label(20);
    const { json } = await call('POST', '/predict', {
      items: [{ text: '1.5 1.5' }, { item: 'item-4' }, { text: 'no numbers' }, { item: 'gone' }, { text: '0.2 0.2' }],
    });
    expect(json.items).toMatchObject([
      { value: 'ham' },
      { value: 'spam' },
      { error: { code: 'DECODE_CORRUPT' } },
      { error: { code: 'NOT_FOUND' } },
      { value: 'spam' },
    ]);
    const { probabilities, score } = json.items[0];
    expect(probabilities.spam + probabilities.ham).toBeCloseTo(1, 5);
    expect(score).toBe(probabilities.ham);
  });

  it('predicts all items with one head, whatever is trained meanwhile', async () => {
    await label(20);
    const asked = { items: [{ text: '1.5 1.5' }, { item: 'item-4' }] };
    const before = await call('POST', '/predict', asked);
    const predict = bench.pool.predict.bind(bench.pool);
    bench.pool.predict = async (...given) => {
      const said = await predict(...given);
      await label(10);
      return said;
    };
    expect((await call('POST', '/predict', asked)).json).toEqual(before.json);
  });

  it('gives the head as a file', async () => {
    expect((await call('GET', '/model.onnx')).status).toBe(409);
    await label(20);
    const { status, headers, text } = await call('GET', '/model.onnx');
    expect({ status, text, joined: headers['alaas-joined'] }).toEqual({ status: 200, text: 'single', joined: 'false' });
    expect(headers['content-disposition']).toMatch(/attachment; filename="p-\d+\.onnx"/);
  });

  it('tells what happens in this project, and nothing of others', async () => {
    const stream = hub.subscribe({ topic: 'p', current: [] });
    bench.events.emit({ type: 'response.created', project: 'other', at: 0, data: {} });
    await label(4);
    const text = String(stream.read());
    expect(text).not.toContain('"other"');
    expect(text).toMatch(/^event: response\.created$/m);
    expect(text).toMatch(/^event: model\.updated$/m);
    expect(text).toMatch(/^event: round\.completed$/m);
    const line = /^event: model\.updated\ndata: (.*)$/m.exec(text)?.[1] ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ project: 'p', data: { modelVersion: 1 } });
  });
});
