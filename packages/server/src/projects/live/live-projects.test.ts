import { AlaasError } from '@alaas/core';
import type { LiveTraining } from '@alaas/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { type LiveBench, openLiveBench } from '../../testing/live-bench.ts';
import { createLiveProjects, type LiveProjects } from './live-projects.ts';

let bench: LiveBench;
let live: LiveProjects;

async function open(read: LiveBench['source']['read'] = bench.source.read): Promise<LiveProjects> {
  // it is opened by the one that is tested
  await bench.live.close();
  live = createLiveProjects({ ...bench.options, source: { ...bench.source, read } });
  return live;
}

afterEach(async () => {
  await live.close();
  await bench.close();
});

describe('createLiveProjects', () => {
  it('opens a project once, however many ask for it', async () => {
    bench = await openLiveBench();
    let reads = 0;
    await open(async (project) => {
      reads++;
      return await bench.source.read(project);
    });
    const [one, two] = await Promise.all([live.get('p'), live.get('p')]);
    expect(one).toBe(two);
    expect(reads).toBe(1);
  });

  it('opens a project that is made after it was asked for in vain', async () => {
    bench = await openLiveBench();
    let isThere = false;
    await open(async (project) => {
      if (!isThere) throw new AlaasError('NOT_FOUND', 'There is no such project.');
      return await bench.source.read(project);
    });
    await expect(live.get('p')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    isThere = true;
    await expect(live.get('p')).resolves.toBeDefined();
  });

  it('gives a project whose items are known and can be asked for', async () => {
    bench = await openLiveBench();
    await open();
    const one = await live.get('p');
    expect(one.describe('item-0')).toBeDefined();
    expect([...one.candidates()].length).toBeGreaterThan(0);
  });

  it('does not wait for a pool that cannot be opened', async () => {
    bench = await openLiveBench();
    await bench.live.close();
    const openPool = () => Promise.reject(new AlaasError('MODEL_INVALID', 'The model is broken.'));
    live = createLiveProjects({ ...bench.options, source: { ...bench.source, openPool } });
    const one = await live.get('p');
    expect(one.pool).toBeUndefined();
    await expect.poll(() => one.training.error?.code).toBe('MODEL_INVALID');
  });

  it('takes in what is changed of a project while it is opened', async () => {
    bench = await openLiveBench();
    let target = 0.5;
    const gate = Promise.withResolvers<void>();
    await open(async (project) => {
      const setting = await bench.source.read(project);
      return { ...setting, settings: { ...setting.settings, target } };
    });
    const { rounds } = bench.database;
    const last = rounds.last.bind(rounds);
    rounds.last = async (project) => {
      await gate.promise;
      return await last(project);
    };
    const opened = live.get('p');
    await new Promise((resolve) => setImmediate(resolve));
    target = 0.9;
    bench.events.emit({ type: 'project.updated', project: 'p', at: 0, data: {} });
    gate.resolve();
    const one = await opened;
    await expect.poll(() => one.setting.settings.target).toBe(0.9);
  });

  it('trains on answers as they are told', async () => {
    bench = await openLiveBench();
    await open();
    const one = await live.get('p');
    bench.answers.give('item-0', 'spam');
    bench.answers.give('item-1', 'ham');
    await one.idle();
    expect(one.training.labels).toBe(2);
  });

  it('learns the true answer of a gold item once, and nothing of what annotators say of it', async () => {
    bench = await openLiveBench();
    await open();
    const one = await live.get('p');
    bench.answers.give('item-0', 'spam');
    await one.idle();
    bench.answers.setGold('item-1', 'ham');
    await one.idle();
    expect(one.training.labels).toBe(2);
    const { positions, labels } = bench.pool.trainings.at(-1) as LiveTraining;
    for (const person of ['ann', 'bob']) bench.answers.give('item-1', 'spam', { person });
    await one.idle();
    expect(one.training.labels).toBe(2);
    expect([...positions]).toHaveLength(2);
    expect(bench.pool.trainings.at(-1)).toMatchObject({ positions, labels });
  });

  it('leaves nothing of a deleted project to another one of its id', async () => {
    bench = await openLiveBench();
    await open();
    const one = await live.get('p');
    await one.idle();
    const gate = Promise.withResolvers<void>();
    bench.pool.beforeTraining = () => gate.promise;
    for (const item of ['item-0', 'item-1', 'item-2']) bench.answers.give(item, item === 'item-1' ? 'ham' : 'spam');
    await expect.poll(() => bench.pool.trainings.length).toBe(1);
    // the training ends when the project is gone already
    bench.events.emit({ type: 'project.deleted', project: 'p', at: 0, data: {} });
    const two = live.get('p');
    gate.resolve();
    await (await two).idle();
    const { models, rounds } = bench.database;
    expect((await models.list('p', 10)).map(({ version }) => version)).toEqual([1]);
    expect((await rounds.list('p', { limit: 10 })).at(-1)?.number).toBe(1);
  });

  it('closes a project that is deleted, and opens none when it is closed itself', async () => {
    bench = await openLiveBench();
    await open();
    const one = await live.get('p');
    await one.idle();
    bench.pool.isClosed = false;
    bench.events.emit({ type: 'project.deleted', project: 'p', at: 0, data: {} });
    await expect.poll(() => bench.pool.isClosed).toBe(true);
    expect(await live.get('p')).not.toBe(one);
    await live.close();
    await expect(live.get('p')).rejects.toMatchObject({ code: 'NOT_READY' });
  });
});
