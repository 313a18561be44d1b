import { type ItemInput, type Job, jobSchema, selectionPlanSchema } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let service: TestApp;

beforeEach(async () => {
  service = await createTestApp();
});

afterEach(() => service.app.close());

const uris: ItemInput[] = ['a', 'b', 'c'].map((name) => ({ uri: `https://images.example/${name}.jpg` }));
const wait = { prefer: 'wait=30' };

function asked(n = 0) {
  const call = service.engine.calls[n];
  if (call?.kind !== 'query') throw new Error(`call ${n} is no query`);
  return call.query;
}

describe('POST /v1/queries', () => {
  it('answers at once with a job that can be followed', async () => {
    const answer = await service.call('POST', '/v1/queries', { body: { items: uris, budget: 2 } });
    expect(answer.status).toBe(202);
    const job: Job = jobSchema.parse(answer.json);
    expect(answer.headers.location).toBe(`/v1/jobs/${job.id}`);
    const ended = await service.call('GET', `/v1/jobs/${job.id}`, { headers: wait });
    expect(ended.json).toMatchObject({ id: job.id, state: 'done' });
  });

  it('waits for the result when the client prefers to', async () => {
    const answer = await service.call('POST', '/v1/queries', { body: { items: uris, budget: 2 }, headers: wait });
    expect(answer.status).toBe(200);
    expect(answer.headers['preference-applied']).toBe('wait=30');
    const job = jobSchema.parse(answer.json);
    expect(job.result?.picks.map(({ rank, id, uri }) => ({ rank, id, uri }))).toEqual([
      { rank: 1, id: uris[0]?.uri, uri: uris[0]?.uri },
      { rank: 2, id: uris[1]?.uri, uri: uris[1]?.uri },
    ]);
  });

  it('answers 202 when the job takes longer than the client waits', async () => {
    service.engine.gate = new Promise(() => undefined);
    const answer = await service.call('POST', '/v1/queries', {
      body: { items: uris, budget: 1 },
      headers: { prefer: 'wait=1' },
    });
    expect({ status: answer.status, state: answer.json.state }).toEqual({ status: 202, state: 'running' });
  });

  it('fills what the request leaves out from the config', async () => {
    await service.app.close();
    service = await createTestApp({
      yaml: 'budget: 2\nseed: 7\nkeep_duplicates: true\nactive_learning: { strategy: { type: LeastConfidence } }',
    });
    await service.call('POST', '/v1/queries', { body: { items: uris }, headers: wait });
    expect(asked()).toMatchObject({
      budget: 2,
      seed: 7,
      keepDuplicates: true,
      strategy: { type: 'least-confidence', options: {} },
      learner: { type: 'softmax-regression' },
      training: { mode: 'cumulative', keep: 0.5, calibrate: 0, pseudoLabels: false },
    });
  });

  it('takes a strategy by id, alias, or with options', async () => {
    const choices = ['entropy', 'EntropySampling', { type: 'entropy', options: { normalized: true } }];
    for (const strategy of choices) {
      await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1, strategy }, headers: wait });
    }
    expect(choices.map((_, n) => asked(n).strategy)).toEqual([
      { type: 'entropy', options: { normalized: false } },
      { type: 'entropy', options: { normalized: false } },
      { type: 'entropy', options: { normalized: true } },
    ]);
  });

  it('takes a learner by id or with options, and a training, from the request or the config', async () => {
    const learners = ['nearest-prototype', { type: 'softmax-regression', options: { l2: 3 } }];
    const training = { mode: 'incremental', calibrate: 0.2 };
    for (const learner of learners) {
      await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1, learner, training }, headers: wait });
    }
    expect(asked(0)).toMatchObject({ learner: { type: 'nearest-prototype' } });
    expect(asked(1)).toMatchObject({ learner: { type: 'softmax-regression', options: { l2: 3 } } });
    expect(asked(1).training).toEqual({ mode: 'incremental', keep: 0.5, calibrate: 0.2, pseudoLabels: false });
    await service.app.close();
    service = await createTestApp({
      yaml: 'learner: { type: mlp, options: { hidden: 8 } }\ntraining: { mode: incremental, keep: 0.25, pseudoLabels: true }',
    });
    await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1 }, headers: wait });
    expect(asked()).toMatchObject({
      learner: { type: 'mlp', options: { hidden: 8 } },
      training: { mode: 'incremental', keep: 0.25, calibrate: 0, pseudoLabels: true },
    });
  });

  it('says what a query would take, and makes no job of it', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'texts', model: 'hashed-ngrams' } });
    await service.call('POST', '/v1/datasets/texts/items', { body: { items: uris } });
    const jobs = (await service.call('GET', '/v1/jobs')).json.length;
    const pools = [{ dataset: 'texts' }, { items: uris }, { input: '/photos' }, { manifest: { text: 'x.jpg\ny.jpg' } }];
    for (const pool of pools) {
      const body = { ...pool, budget: 1, strategy: 'random', plan: true };
      const { status, json } = await service.call('POST', '/v1/queries', { body });
      expect(status).toBe(200);
      expect(selectionPlanSchema.parse(json)).toMatchObject({ strategy: 'random', budget: 1 });
    }
    expect((await service.call('GET', '/v1/jobs')).json).toHaveLength(jobs);
    // what was listed for it is gone
    expect([...service.engine.stored.keys()]).toEqual(['texts']);
    const bad = await service.call('POST', '/v1/queries', { body: { dataset: 'none', budget: 1, plan: true } });
    expect(bad.json.code).toBe('NOT_FOUND');
  });

  it('stores inline contents with URIs of their own, and ids that default to them', async () => {
    service.engine.gate = new Promise(() => undefined);
    const items = [{ text: 'free money' }, { id: 'x', blob: Buffer.from('bytes').toString('base64'), label: 'spam' }];
    await service.call('POST', '/v1/queries', { body: { items, budget: 1 } });
    const [stored] = service.engine.stored.values();
    expect([...(stored?.items.values() ?? [])]).toEqual([
      { id: 'inline:0', uri: 'inline:0', text: 'free money' },
      { id: 'x', uri: 'inline:1', bytes: Buffer.from('bytes'), label: 'spam' },
    ]);
  });

  it('deletes the items of a query when its job has ended, however it ends', async () => {
    const { json } = await service.call('POST', '/v1/queries', { body: { items: uris, budget: 99 }, headers: wait });
    expect(json.state).toBe('failed');
    expect([...service.engine.stored.keys()]).toEqual([]);
  });

  it('shows no dataset of a single query', async () => {
    service.engine.gate = new Promise(() => undefined);
    await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1 } });
    const [id = ''] = service.engine.stored.keys();
    expect((await service.call('GET', '/v1/datasets')).json).toEqual([]);
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await service.call(method, `/v1/datasets/${encodeURIComponent(id)}`)).json.code).toBe('NOT_FOUND');
    }
    const query = await service.call('POST', '/v1/queries', { body: { dataset: id, budget: 1 } });
    expect(query.json.code).toBe('NOT_FOUND');
  });

  it('lets the job list an input, and takes a manifest along', async () => {
    const input = await service.call('POST', '/v1/queries', { body: { input: '/photos', budget: 2 }, headers: wait });
    expect(input.json.result.picks.map(({ uri }: { uri: string }) => uri)).toEqual(['/photos/a.jpg', '/photos/b.jpg']);
    const manifest = { text: 'x.jpg\ny.jpg', base: '/photos' };
    const listed = await service.call('POST', '/v1/queries', { body: { manifest, budget: 1 }, headers: wait });
    expect(listed.json.result.picks[0].uri).toBe('x.jpg');
  });

  it('chooses the built-in model by the first item where no model is named', async () => {
    const pools = [{ items: uris }, { items: [{ text: 'hello' }] }, { manifest: { text: 'notes/1.txt' } }];
    for (const pool of pools) {
      await service.call('POST', '/v1/queries', { body: { ...pool, budget: 1 }, headers: wait });
    }
    expect(pools.map((_, n) => asked(n).model.name)).toEqual(['image-descriptor', 'hashed-ngrams', 'hashed-ngrams']);
  });

  it('prefers the model of the config, and takes another by name or entry', async () => {
    await service.app.close();
    service = await createTestApp({
      yaml: 'active_learning: { strategy: { model: { name: mine, hub: "file:mine.onnx" } } }',
    });
    const models = [undefined, 'mine', 'hashed-ngrams', { name: 'other', hub: 'file:other.onnx' }];
    for (const model of models) {
      await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1, model }, headers: wait });
    }
    expect(models.map((_, n) => asked(n).model.hub)).toEqual([
      'file:mine.onnx',
      'file:mine.onnx',
      'zoo',
      'file:other.onnx',
    ]);
  });

  it('asks a dataset with the dataset’s own model', async () => {
    await service.call('POST', '/v1/datasets', { body: { id: 'texts', model: 'hashed-ngrams' } });
    await service.call('POST', '/v1/datasets/texts/items', { body: { items: uris } });
    await service.call('POST', '/v1/queries', { body: { dataset: 'texts', budget: 1 }, headers: wait });
    expect(asked(1)).toMatchObject({ dataset: 'texts', model: { name: 'hashed-ngrams' } });
    expect(service.engine.stored.has('texts')).toBe(true);
  });

  it.each([
    ['a budget of 0', { items: uris, budget: 0 }, 'INVALID_BUDGET', 400],
    ['a negative budget', { items: uris, budget: -1 }, 'INVALID_BUDGET', 400],
    ['half an item', { items: uris, budget: 1.5 }, 'INVALID_BUDGET', 400],
    ['a budget in words', { items: uris, budget: 'many' }, 'INVALID_BUDGET', 400],
    ['an unknown strategy', { items: uris, budget: 1, strategy: 'marginn' }, 'UNKNOWN_STRATEGY', 404],
    ['an unknown model', { items: uris, budget: 1, model: 'hashed-ngram' }, 'UNKNOWN_MODEL', 404],
    ['an unknown learner', { items: uris, budget: 1, learner: 'nearest' }, 'UNKNOWN_LEARNER', 404],
    [
      'unknown options of a learner',
      { items: uris, learner: { type: 'mlp', options: { layers: 9 } } },
      'INVALID_OPTION',
      400,
    ],
    ['a training of an unknown kind', { items: uris, training: { mode: 'none' } }, 'INVALID_REQUEST', 400],
    ['an unknown dataset', { dataset: 'nowhere', budget: 1 }, 'NOT_FOUND', 404],
    ['unknown options', { items: uris, strategy: { type: 'entropy', options: { x: 1 } } }, 'INVALID_OPTION', 400],
    ['no pool', { budget: 1 }, 'INVALID_REQUEST', 400],
    ['two pools', { items: uris, input: '/photos' }, 'INVALID_REQUEST', 400],
    ['an item of two contents', { items: [{ uri: 'a', text: 'b' }] }, 'INVALID_REQUEST', 400],
    ['a seed beyond 32 bits', { items: uris, seed: 2 ** 32 }, 'INVALID_REQUEST', 400],
  ])('refuses %s', async (_, body, code, status) => {
    const answer = await service.call('POST', '/v1/queries', { body });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect({ status: answer.status, code: answer.json.code }).toEqual({ status, code });
    expect(service.engine.calls).toEqual([]);
    expect(service.engine.stored.size).toBe(0);
  });

  it('names the nearest strategy', async () => {
    const { json } = await service.call('POST', '/v1/queries', { body: { items: uris, strategy: 'entrpoy' } });
    expect(json.detail).toContain('entropy');
  });

  it('tells the engine’s refusal as the job’s error', async () => {
    const { status, json } = await service.call('POST', '/v1/queries', {
      body: { items: uris, budget: 9 },
      headers: wait,
    });
    expect({ status, state: json.state, code: json.error.code }).toEqual({
      status: 200,
      state: 'failed',
      code: 'POOL_EXHAUSTED',
    });
  });

  it('refuses more items than a request may hold', async () => {
    await service.app.close();
    service = await createTestApp({ yaml: 'limits: { max_items_per_request: 2 }' });
    const { json } = await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1 } });
    expect(json.code).toBe('TOO_LARGE');
  });
});

describe('jobs', () => {
  it('are listed newest first, without results', async () => {
    for (let i = 0; i < 3; i++) {
      await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1, seed: i }, headers: wait });
    }
    const { json } = await service.call('GET', '/v1/jobs?limit=2&state=done');
    expect(jobSchema.array().parse(json)).toHaveLength(2);
    expect(json[0]).not.toHaveProperty('result');
    const all = (await service.call('GET', '/v1/jobs')).json;
    expect(all).toHaveLength(3);
    expect(all[0].id).toBe(json[0].id);
  });

  it('are cancelled by DELETE, as often as it is sent', async () => {
    service.engine.gate = new Promise(() => undefined);
    const { json } = await service.call('POST', '/v1/queries', { body: { items: uris, budget: 1 } });
    for (let i = 0; i < 2; i++) {
      const answer = await service.call('DELETE', `/v1/jobs/${json.id}`);
      expect({ status: answer.status, state: answer.json.state }).toEqual({ status: 200, state: 'cancelled' });
    }
  });

  it('are reported missing by id', async () => {
    expect((await service.call('GET', '/v1/jobs/none')).json.code).toBe('NOT_FOUND');
    expect((await service.call('DELETE', '/v1/jobs/none')).json.code).toBe('NOT_FOUND');
    expect((await service.call('GET', '/v1/jobs?limit=0')).json.code).toBe('INVALID_REQUEST');
    expect((await service.call('GET', '/v1/jobs?stat=done')).json.detail).toContain('"state"');
  });
});
