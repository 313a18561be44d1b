import { jobSchema, selectionPlanSchema, selectionResultSchema } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp();
});

afterEach(() => service.app.close());

function asked() {
  const call = service.engine.calls[0];
  if (call?.kind !== 'select') throw new Error('nothing was selected');
  return call;
}

const probabilities = [
  [0.9, 0.1],
  [0.5, 0.5],
];

describe('POST /v1/select', () => {
  it('answers with the chosen rows', async () => {
    const body = { strategy: 'MarginConfidence', budget: 2, seed: 7, probabilities };
    const { status, json } = await service.call('POST', '/v1/select', { body });
    expect(status).toBe(200);
    expect(selectionResultSchema.parse(json).picks).toEqual([
      { rank: 1, row: 0, utility: 1 },
      { rank: 2, row: 1, utility: 0.5 },
    ]);
    expect(asked().query).toMatchObject({
      budget: 2,
      seed: 7,
      strategy: { type: 'margin-confidence', options: {} },
      signals: { probabilities },
    });
  });

  it('names wrappers by their ids, with their options filled in, from the request or the config', async () => {
    const wrap = ['SEALS', { type: 'PowerBALD', options: { beta: 2 } }];
    const named = [
      { type: 'seals', options: { k: 100, anchors: 0 } },
      { type: 'power', options: { beta: 2 } },
    ];
    const strategy = { type: 'entropy', wrap };
    await service.call('POST', '/v1/select', { body: { strategy, budget: 1, probabilities } });
    expect(asked().query.strategy).toEqual({ type: 'entropy', options: { normalized: false }, wrap: named });
    await service.app.close();
    const yaml = 'active_learning: { strategy: { wrap: [SEALS, { type: PowerBALD, options: { beta: 2 } }] } }';
    service = await createTestApp({ yaml });
    await service.call('POST', '/v1/select', { body: { budget: 1, probabilities } });
    expect(asked().query.strategy).toEqual({ type: 'auto', options: {}, wrap: named });
  });

  it.each([
    [{ type: 'entropy', wrap: ['seal'] }, 'UNKNOWN_WRAPPER', 404],
    [{ type: 'entropy', wrap: [{ type: 'power', options: { beta: 0 } }] }, 'INVALID_OPTION', 400],
    [{ type: 'badge', wrap: ['power'] }, 'INVALID_OPTION', 400],
    [{ type: 'entropy', wrap: 'power' }, 'INVALID_REQUEST', 400],
  ])('refuses %j', async (strategy, code, status) => {
    const answer = await service.call('POST', '/v1/select', { body: { strategy, budget: 1, probabilities } });
    expect({ code: answer.json.code, status: answer.status }).toEqual({ code, status });
    expect(service.engine.calls).toEqual([]);
  });

  it('passes files and labels along, on behalf of whom it is asked', async () => {
    const body = {
      strategy: 'random',
      budget: 1,
      embeddings: '/data/h.npy',
      labelled: [0],
      labels: '/data/classes.txt',
    };
    await service.call('POST', '/v1/select', { body, remoteAddress: '203.0.113.7' });
    expect(asked()).toMatchObject({
      access: 'remote',
      query: { signals: { embeddings: '/data/h.npy' }, labelled: { rows: [0], labels: '/data/classes.txt' } },
    });
  });

  it('fills what the request leaves out from the config', async () => {
    await service.app.close();
    service = await createTestApp({ yaml: 'budget: 2\nseed: 9\nactive_learning: { strategy: { type: Entropy } }' });
    await service.call('POST', '/v1/select', { body: { probabilities } });
    expect(asked().query).toMatchObject({ budget: 2, seed: 9, strategy: { type: 'entropy' } });
  });

  it('ends the work when the service stops', async () => {
    service.engine.gate = new Promise(() => undefined);
    const held = service.call('POST', '/v1/select', { body: { budget: 1, probabilities } });
    await expect.poll(() => service.engine.calls.length).toBe(1);
    await service.app.close();
    expect((await held).json.code).toBe('CANCELLED');
  });

  const inFiles = { strategy: 'entropy', budget: 2, probabilities: '/data/p.npy' };
  const respondAsync = { prefer: 'respond-async' };

  it('is a job with respond-async, whose result is under "selection"', async () => {
    const answer = await service.call('POST', '/v1/select', { body: inFiles, headers: respondAsync });
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({ kind: 'selection', state: 'running' });
    expect(answer.headers).toMatchObject({
      location: `/v1/jobs/${answer.json.id}`,
      'preference-applied': 'respond-async',
    });
    const ended = await service.call('GET', `/v1/jobs/${answer.json.id}`, { headers: { prefer: 'wait=10' } });
    const { state, selection } = jobSchema.parse(ended.json);
    expect(state).toBe('done');
    expect(selection?.picks.map(({ row }) => row)).toEqual([0, 1]);
  });

  it('tells the progress of such a job and ends its work when it is cancelled', async () => {
    const progress = { stage: 'select', done: 1, total: 2, failed: 0 } as const;
    service.engine.progress = [progress];
    service.engine.gate = new Promise(() => undefined);
    const { json } = await service.call('POST', '/v1/select', { body: inFiles, headers: respondAsync });
    const job = `/v1/jobs/${json.id}`;
    expect((await service.call('GET', job)).json.progress).toEqual(progress);
    await service.call('DELETE', job);
    expect((await service.call('GET', job)).json.state).toBe('cancelled');
  });

  it('answers a plan without selecting, also where a job would be welcome', async () => {
    const body = { ...inFiles, plan: true };
    const { status, json } = await service.call('POST', '/v1/select', { body, headers: respondAsync });
    expect(status).toBe(200);
    expect(selectionPlanSchema.parse(json)).toMatchObject({ strategy: 'entropy', budget: 2, fits: true });
    expect(service.engine.calls).toEqual([]);
  });

  it('answers at once all the same where the request holds the numbers', async () => {
    const body = { budget: 1, probabilities };
    const answer = await service.call('POST', '/v1/select', { body, headers: respondAsync });
    expect(answer.status).toBe(200);
    expect(selectionResultSchema.parse(answer.json).picks).toHaveLength(1);
    expect(answer.headers['preference-applied']).toBeUndefined();
  });

  it.each([
    ['no signal', { budget: 1 }, 'INVALID_REQUEST'],
    ['labelled rows without labels', { budget: 1, probabilities, labelled: [0] }, 'INVALID_REQUEST'],
    ['an unknown key', { budget: 1, probabilties: probabilities }, 'INVALID_REQUEST'],
    ['half a row', { budget: 1, probabilities, labelled: [0.5], labels: [0] }, 'INVALID_REQUEST'],
    ['a budget of 0', { budget: 0, probabilities }, 'INVALID_BUDGET'],
    ['an unknown strategy', { budget: 1, probabilities, strategy: 'marginn' }, 'UNKNOWN_STRATEGY'],
  ])('refuses %s', async (_, body, code) => {
    const { json } = await service.call('POST', '/v1/select', { body });
    expect(json.code).toBe(code);
    expect(service.engine.calls).toEqual([]);
  });
});
