import { jobSchema } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoleIn } from '../projects/caller.ts';
import { FakeChoices } from '../projects/project.fixture.ts';
import { createTestApp, type TestApp } from '../testing/test-app.ts';

let test: TestApp;
let choices: FakeChoices;

const roleIn: RoleIn = async (_, { id }) =>
  (({ owner: 'owner', adam: 'admin', rae: 'reviewer', ann: 'annotator' }) as const)[id];

beforeEach(async () => {
  choices = new FakeChoices(200);
  test = await createTestApp({
    choices: () => choices,
    roleIn,
    identify: async ({ headers }) => {
      const id = String(headers['x-person'] ?? 'owner');
      return { id, name: id, isOwner: id === 'owner' };
    },
  });
  await test.call('POST', '/v1/datasets', { body: { id: 'letters' } });
  await make('mail');
});

afterEach(() => test.app.close());

const wait = { prefer: 'wait=30' };

async function make(id: string, more: object = {}): Promise<void> {
  const labels = [{ name: 'spam' }, { name: 'ham' }];
  const body = { id, dataset: 'letters', labels, goldShare: 0, learner: 'nearest-prototype', ...more };
  expect((await test.call('POST', '/v1/projects', { body })).status).toBe(201);
}

/** Answers through the queue, of which those of `control` were drawn at random. */
async function label(count: number, control = 0, project = 'mail'): Promise<void> {
  for (let i = 0; i < control; i++) choices.control.add(`item-${i}`);
  for (let given = 0; given < count; ) {
    const { json } = await test.call(
      'GET',
      `/v1/projects/${project}/next?n=${Math.min(100, count - given)}&anyway=true`,
    );
    const items = json.leases.map(({ item }: { item: string }) => ({
      item,
      value: Number(item.slice(5)) % 3 ? 'ham' : 'spam',
    }));
    if (items.length === 0) throw new Error(`the queue is empty after ${given}`);
    await test.call('POST', `/v1/projects/${project}/responses`, { body: { items } });
    given += items.length;
  }
}

function start(body: object = {}, person = 'adam', headers: Record<string, string> = wait) {
  const asked = { strategies: ['margin-confidence'], ...body };
  return test.call('POST', '/v1/projects/mail/simulations', {
    body: asked,
    headers: { 'x-person': person, ...headers },
  });
}

function last() {
  const call = test.engine.calls.findLast(({ kind }) => kind === 'simulate');
  if (call?.kind !== 'simulate') throw new Error('there was no simulation');
  return call.query as unknown as {
    pool: { dataset: string; labels: Map<string, string> };
    test: number | { labels: Map<string, string> };
    budget: number;
    batch: number;
    learner: object;
  };
}

describe('POST /v1/projects/{id}/simulations', () => {
  it('compares strategies on the answers, with the learner of the project', async () => {
    await label(40);
    const { status, headers, json } = await start();
    expect(status).toBe(200);
    const job = jobSchema.parse(json);
    expect(job).toMatchObject({ kind: 'simulation', state: 'done', project: 'mail' });
    expect(headers.location).toBe(`/v1/projects/mail/simulations/${job.id}`);
    const { pool, ...query } = last();
    expect(pool.dataset).toBe('letters');
    expect(pool.labels.size).toBe(40);
    expect(pool.labels.get('item-3')).toBe('spam');
    // a fifth of 40 is measured on; half of the other 32 are asked, in ten batches
    expect(query).toMatchObject({ test: 0.2, budget: 16, batch: 2, learner: { type: 'nearest-prototype' } });
    expect(job.simulation?.notes?.[0]).toContain(
      '40 of the 40 answers are on items that a strategy or a person chose, 0 on items drawn at random',
    );
  });

  it('measures on what was drawn at random, where there is enough of it, and says so', async () => {
    await label(110, 60);
    const { json } = await start();
    const { pool, test: measured, budget } = last();
    if (typeof measured === 'number') throw new Error('it measures on a share');
    expect([...measured.labels.keys()].every((item) => choices.control.has(item))).toBe(true);
    expect([...pool.labels.keys()].some((item) => choices.control.has(item))).toBe(false);
    expect([measured.labels.size, pool.labels.size, budget]).toEqual([60, 50, 25]);
    expect(json.simulation.notes.at(-1)).toContain('measured on the 60 answers drawn at random');
    expect(json.simulation.basis).toMatchObject({ test: 'control', control: 60 });
    await start({ test: 0.3, budget: 7, batch: 3, learner: 'softmax-regression', seeds: [1] });
    expect(last()).toMatchObject({ test: 0.3, budget: 7, batch: 3, learner: { type: 'softmax-regression' } });
    expect(last().pool.labels.size).toBe(110);
  });

  it('leaves out what annotators are split on', async () => {
    await test.call('PATCH', '/v1/projects/mail', { body: { overlap: 2 } });
    await label(30);
    const split = { items: [{ item: 'item-0', value: 'ham' }] };
    await test.call('POST', '/v1/projects/mail/responses', { body: split, headers: { 'x-person': 'ann' } });
    await start();
    expect(last().pool.labels.size).toBe(29);
    expect(last().pool.labels.has('item-0')).toBe(false);
  });

  it('refuses too few answers, answers of one label, and tasks without one label an item', async () => {
    await label(19);
    expect((await start()).json).toMatchObject({ code: 'POOL_EXHAUSTED', status: 422 });
    await make('same');
    const items = Array.from({ length: 30 }, (_, i) => ({ item: `item-${i}`, value: 'ham' }));
    await test.call('POST', '/v1/projects/same/responses', { body: { items } });
    const body = { strategies: ['random'] };
    expect((await test.call('POST', '/v1/projects/same/simulations', { body })).json.code).toBe('INVALID_LABELS');
    await make('spans', { task: 'spans' });
    expect((await test.call('POST', '/v1/projects/spans/simulations', { body })).json.code).toBe('INVALID_REQUEST');
    await label(5);
    expect((await start({ strategies: ['mergin'] })).json.code).toBe('UNKNOWN_STRATEGY');
    expect((await start({ test: 'control' })).json.code).toBe('POOL_EXHAUSTED');
  });

  it('runs one at a time in a project, and grows curves that everybody who may see results sees', async () => {
    await label(40);
    test.engine.gate = new Promise(() => undefined);
    const at = (labels: number, accuracy: number) => ({ labels, accuracy, macroF1: accuracy / 2 });
    test.engine.points = [
      { strategy: 'random', seed: 0, point: at(4, 0.5) },
      { strategy: 'margin-confidence', seed: 0, point: at(4, 0.5) },
      { strategy: 'margin-confidence', seed: 0, point: at(6, 0.75) },
    ];
    const { status, json } = await start({}, 'adam', {});
    expect(status).toBe(202);
    const path = `/v1/projects/mail/simulations/${json.id}`;
    const seen = async (person: string) => (await test.call('GET', path, { headers: { 'x-person': person } })).json;
    await expect
      .poll(async () => (await seen('rae')).curves)
      .toEqual([
        { strategy: 'random', seed: 0, points: [at(4, 0.5)] },
        { strategy: 'margin-confidence', seed: 0, points: [at(4, 0.5), at(6, 0.75)] },
      ]);
    expect((await start()).json).toMatchObject({ code: 'CONFLICT' });
    const list = await test.call('GET', '/v1/projects/mail/simulations', { headers: { 'x-person': 'rae' } });
    expect(list.json).toMatchObject([{ id: json.id, state: 'running' }]);
    expect(list.json[0]).not.toHaveProperty('curves');
    expect((await test.call('DELETE', path, { headers: { 'x-person': 'rae' } })).status).toBe(403);
    expect((await test.call('DELETE', path, { headers: { 'x-person': 'adam' } })).json.state).toBe('cancelled');
    expect(await seen('adam')).not.toHaveProperty('curves');
    expect((await start({}, 'adam', {})).status).toBe(202);
  });

  it("is nobody else's: not another project's, and not one's that is made anew under the id", async () => {
    await label(40);
    const { json } = await start();
    await make('other');
    const elsewhere = await test.call('GET', `/v1/projects/other/simulations/${json.id}`);
    expect(elsewhere).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    expect((await test.call('DELETE', `/v1/projects/other/simulations/${json.id}`)).status).toBe(404);
    expect((await test.call('GET', '/v1/projects/other/simulations')).json).toEqual([]);
    test.engine.gate = new Promise(() => undefined);
    const running = (await start({ seeds: [9] }, 'adam', {})).json;
    await test.call('DELETE', '/v1/projects/mail');
    await expect.poll(async () => (await test.call('GET', `/v1/jobs/${running.id}`)).json.state).toBe('cancelled');
    await make('mail');
    expect((await test.call('GET', '/v1/projects/mail/simulations')).json).toEqual([]);
    expect((await test.call('GET', `/v1/projects/mail/simulations/${json.id}`)).status).toBe(404);
  });
});
