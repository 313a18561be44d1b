import { type ItemInput, type Job, jobSchema, simulationResultSchema } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp();
});

afterEach(() => service.app.close());

const items: ItemInput[] = ['a', 'b', 'c', 'd'].map((name, i) => ({ text: name, id: name, label: `class ${i % 2}` }));
const wait = { prefer: 'wait=30' };

function asked(n = 0) {
  const call = service.engine.calls[n];
  if (call?.kind !== 'simulate') throw new Error(`call ${n} is no simulation`);
  return call;
}

function simulate(body: object, options: { remoteAddress?: string } = {}) {
  return service.call('POST', '/v1/simulations', { body, headers: wait, ...options });
}

describe('POST /v1/simulations', () => {
  it('makes a job whose result is the comparison, and keeps nothing of the items', async () => {
    const answer = await simulate({ pool: { items }, strategies: ['Margin', { type: 'entropy' }], test: 0.25 });
    expect(answer.status).toBe(200);
    const job: Job = jobSchema.parse(answer.json);
    expect(job).toMatchObject({ kind: 'simulation', state: 'done' });
    expect(simulationResultSchema.parse(job.simulation).setting.learner).toBe('softmax-regression');
    expect(asked().query).toMatchObject({
      strategies: [
        { type: 'margin-confidence', options: {} },
        { type: 'entropy', options: { normalized: false } },
      ],
      test: 0.25,
      baseline: 'random',
      batch: 20,
      budget: 200,
      seeds: [0, 1, 2, 3, 4],
      stopping: [],
      pool: { model: { name: 'hashed-ngrams' } },
    });
    expect(service.engine.datasets()).toEqual([]);
  });

  it('lists a pool and items to measure on into data sets of their own', async () => {
    await simulate({ pool: { input: '/data/train' }, test: { input: '/data/test' }, strategies: ['random'] });
    const { pool, test } = asked().query as { pool: { dataset: string }; test: { dataset: string } };
    expect(test.dataset).toBe(`${pool.dataset}/test`);
    expect(service.engine.datasets()).toEqual([]);
  });

  it('passes vectors and the name of their file along', async () => {
    const pool = { embeddings: '/data/h.npy', labels: '/data/y.txt' };
    await simulate({ pool, strategies: 'all', stopping: [{ any: [{ rule: 'kappa-average' }] }] });
    expect(asked().query).toMatchObject({ pool, name: 'h.npy', strategies: 'all' });
    expect(asked().access).toBe('local');
  });

  it.each([
    ['the model of its name', 'hashed-cells', 'hashed-cells'],
    ['its own model', undefined, 'hashed-ngrams'],
  ])('reads a dataset that was pushed with %s', async (_, model, used) => {
    await service.call('POST', '/v1/datasets', { body: { id: 'd', model: 'hashed-ngrams' } });
    await simulate({ pool: { dataset: 'd' }, strategies: ['random'], ...(model !== undefined && { model }) });
    expect(asked().query.pool).toMatchObject({ dataset: 'd', model: { name: used } });
  });

  it('reads the items to measure on with the model of the pool', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'd', model: 'hashed-cells' } });
    await service.call('POST', '/v1/datasets', { body: { id: 'other', model: 'hashed-ngrams' } });
    for (const test of [{ items }, { dataset: 'other' }]) {
      await simulate({ pool: { dataset: 'd' }, test, strategies: ['random'] });
    }
    const models = [asked(0), asked(1)].map(({ query }) => query.test);
    expect(models).toMatchObject([{ model: { name: 'hashed-cells' } }, { model: { name: 'hashed-cells' } }]);
  });

  it('lets another machine simulate on a dataset of this one, unless it brings a model from elsewhere', async () => {
    await service.app.close();
    service = await createTestApp({ yaml: 'active_learning: {strategy: {model: {name: hashed-ngrams}}}' });
    await service.call('POST', '/v1/datasets', { body: { id: 'd' } });
    const body = { pool: { dataset: 'd' }, strategies: ['random'] };
    const far = { remoteAddress: '203.0.113.7' };
    expect((await simulate(body, far)).status).toBe(200);
    expect((await simulate({ ...body, model: 'hashed-cells' }, far)).status).toBe(200);
    const model = { name: 'elsewhere', hub: 'https://models.test/a.onnx' };
    expect((await simulate({ ...body, model }, far)).json).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
    await service.call('POST', '/v1/datasets', { body: { id: 'theirs', model }, ...far });
    const test = { dataset: 'd' };
    const both = { pool: { dataset: 'theirs' }, test, strategies: ['random'] };
    expect((await simulate(both, far)).json).toMatchObject({ code: 'SOURCE_FORBIDDEN' });
  });

  it('asks on behalf of whoever asks', async () => {
    await simulate(
      { pool: { embeddings: [[1], [2]], labels: ['a', 'b'] }, strategies: ['random'] },
      {
        remoteAddress: '203.0.113.7',
      },
    );
    expect(asked().access).toBe('remote');
  });

  it.each([
    ['no pool', { strategies: ['random'] }, 'INVALID_REQUEST', 400],
    ['two pools', { pool: { items, dataset: 'd' }, strategies: ['random'] }, 'INVALID_REQUEST', 400],
    ['vectors without labels', { pool: { embeddings: '/h.npy' }, strategies: ['random'] }, 'INVALID_REQUEST', 400],
    ['an unknown strategy', { pool: { items }, strategies: ['mergin'] }, 'UNKNOWN_STRATEGY', 404],
    ['an unknown baseline', { pool: { items }, strategies: ['random'], baseline: 'chance' }, 'UNKNOWN_STRATEGY', 404],
    ['an unknown learner', { pool: { items }, strategies: ['random'], learner: 'svm' }, 'UNKNOWN_LEARNER', 404],
    ['an unknown data set', { pool: { dataset: 'd' }, strategies: ['random'] }, 'NOT_FOUND', 404],
    ['a seed twice', { pool: { items }, strategies: ['random'], seeds: [1, 1] }, 'INVALID_REQUEST', 400],
    ['a share of everything', { pool: { items }, strategies: ['random'], test: 1 }, 'INVALID_REQUEST', 400],
  ])('refuses %s, and leaves no data set behind', async (_, body, code, status) => {
    const answer = await simulate(body);
    expect([answer.json.code, answer.status]).toEqual([code, status]);
    expect(service.engine.datasets()).toEqual([]);
  });

  it('ends when it is cancelled', async () => {
    service.engine.gate = new Promise(() => undefined);
    const { json } = await service.call('POST', '/v1/simulations', {
      body: { pool: { items }, strategies: ['random'] },
    });
    await service.call('DELETE', `/v1/jobs/${json.id}`);
    const ended = await service.call('GET', `/v1/jobs/${json.id}`, { headers: wait });
    expect(ended.json.state).toBe('cancelled');
    await expect.poll(() => service.engine.datasets()).toEqual([]);
  });
});
