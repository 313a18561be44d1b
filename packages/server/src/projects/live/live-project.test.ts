import { AlaasError, mix } from '@alaas/core';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudOf, type LiveBench, openLiveBench, twoClouds } from '../../testing/live-bench.ts';
import { VectorPool } from '../../testing/vector-pool.ts';
import type { Candidate } from '../choices.ts';
import { LiveProject } from './live-project.ts';
import { replayRound } from './replay-round.ts';

const benches: LiveBench[] = [];

async function open(...given: Parameters<typeof openLiveBench>): Promise<LiveBench> {
  const bench = await openLiveBench(...given);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

function candidates({ live }: LiveBench): Candidate[] {
  return [...live.candidates()];
}

/** Answers the first `count` candidates truly, one by one, each known before the next is asked for. */
async function label(
  bench: LiveBench,
  count: number,
  answerTo: (item: string) => string = cloudOf,
): Promise<Candidate[]> {
  const given: Candidate[] = [];
  for (let i = 0; i < count; i++) {
    const [next] = candidates(bench);
    if (next === undefined) break;
    bench.answers.give(next.item, answerTo(next.item), { arm: next.arm, isTest: bench.live.isTest(next.item) });
    given.push(next);
    await bench.live.idle();
  }
  return given;
}

describe('LiveProject', () => {
  it('has something to ask before anything is known', async () => {
    const bench = await open({ batch: 10 });
    expect(candidates(bench)).toHaveLength(10);
    expect(bench.live).toMatchObject({ modelVersion: 0, isWaiting: false, size: 400 });
    expect(bench.live.suggestion('item-0')).toBeUndefined();
  });

  it('waits for a second class without calling it a failure, then trains', async () => {
    const bench = await open();
    bench.answers.give('item-0', 'spam');
    await bench.live.idle();
    expect(bench.live.training).toMatchObject({ modelVersion: 0, error: null, sequence: 1 });
    bench.answers.give('item-1', 'ham');
    await bench.live.idle();
    expect(bench.live.training).toMatchObject({ modelVersion: 1, labels: 2, error: null, sequence: 2 });
    expect(bench.live.suggestion('item-3')).toMatchObject({ value: 'ham', modelVersion: 1 });
    expect(bench.live.training.refreshMs?.last).toBeGreaterThan(0);
    expect(bench.told.filter(({ type }) => type === 'model.updated').map(({ data }) => data)).toEqual([
      { modelVersion: 1, labels: 2 },
    ]);
  });

  it('makes one training of a burst', async () => {
    const bench = await open();
    for (let i = 0; i < 40; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    await bench.live.idle();
    expect(bench.live.modelVersion).toBe(1);
    expect(bench.live.training.labels).toBe(40);
  });

  it('trains once more when answers come during a training, and not once for each', async () => {
    const bench = await open({ controlShare: 0 });
    const gate = Promise.withResolvers<void>();
    bench.pool.beforeTraining = () => gate.promise;
    bench.answers.give('item-0', 'spam');
    bench.answers.give('item-1', 'ham');
    while (bench.pool.trainings.length === 0) await new Promise(setImmediate);
    for (let i = 2; i < 12; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    expect(candidates(bench).length).toBeGreaterThan(0);
    gate.resolve();
    await bench.live.idle();
    expect(bench.pool.trainings.map(({ positions }) => positions.length)).toEqual([2, 12]);
    expect(bench.live.training).toMatchObject({ modelVersion: 2, labels: 12 });
  });

  it('never asks for an item that has an answer', async () => {
    const bench = await open({ batch: 20 });
    const given = await label(bench, 30);
    const items = new Set(given.map(({ item }) => item));
    expect(items.size).toBe(30);
    expect(candidates(bench).filter(({ item }) => items.has(item))).toEqual([]);
  });

  it('un-trains what is undone: the next head is the one of the other answers', async () => {
    const bench = await open();
    for (let i = 0; i < 10; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    await bench.live.idle();
    const before = bench.live.suggestion('item-100');
    bench.answers.give('item-100', 'ham');
    await bench.live.idle();
    expect(bench.pool.trainings.at(-1)?.positions).toContain(100);
    expect(bench.live.suggestion('item-100')).not.toMatchObject({ score: before?.score });
    bench.answers.takeBack('item-100');
    await bench.live.idle();
    expect(bench.live.modelVersion).toBe(3);
    expect(bench.live.suggestion('item-100')).toEqual({ ...before, modelVersion: 3 });
  });

  it('has no head any more when all answers of a class are undone', async () => {
    const bench = await open();
    bench.answers.give('item-0', 'spam');
    bench.answers.give('item-1', 'ham');
    await bench.live.idle();
    bench.answers.takeBack('item-1');
    await bench.live.idle();
    expect(bench.live.training).toMatchObject({ modelVersion: 0, error: null });
    expect(bench.live.suggestion('item-5')).toBeUndefined();
  });

  it('learns nothing from the test share and from split votes', async () => {
    const bench = await open();
    for (let i = 0; i < 10; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    bench.answers.give('item-50', 'spam', { arm: 'control', isTest: true });
    bench.answers.give('item-60', 'spam', { person: 'ann' });
    bench.answers.give('item-60', 'ham', { person: 'bob' });
    await bench.live.idle();
    for (const { positions } of bench.pool.trainings) {
      expect(positions).not.toContain(50);
      expect(positions).not.toContain(60);
    }
    expect(bench.live.training.labels).toBe(10);
  });

  it('keeps the head and the queue when a training fails, says so, and tries again at the next answer', async () => {
    const bench = await open();
    for (let i = 0; i < 10; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    await bench.live.idle();
    bench.pool.beforeTraining = async () => {
      throw new AlaasError('INFER_FAILED', 'The learner broke.');
    };
    const [next] = candidates(bench);
    bench.answers.give(next?.item ?? '', cloudOf(next?.item ?? ''));
    await bench.live.idle();
    expect(bench.live.training).toMatchObject({
      modelVersion: 1,
      error: { code: 'INFER_FAILED', detail: 'The learner broke.' },
    });
    expect(candidates(bench)).toHaveLength(10);
    expect(candidates(bench).map(({ item }) => item)).not.toContain(next?.item);
    expect(bench.told.filter(({ type }) => type === 'training.failed')).toHaveLength(1);
    bench.pool.beforeTraining = async () => undefined;
    bench.answers.give('item-11', 'ham');
    await bench.live.idle();
    expect(bench.live.training).toMatchObject({ modelVersion: 2, labels: 12, error: null });
  });

  it('goes on with random draws when the strategy fails, and says so', async () => {
    const bench = await open();
    bench.pool.rankFailure = new AlaasError('NOT_ENOUGH_MEMORY', 'Too large.');
    await label(bench, 4);
    expect(bench.live.training.error).toMatchObject({ code: 'NOT_ENOUGH_MEMORY' });
    expect(candidates(bench).map(({ arm }) => arm)).toEqual(Array.from({ length: 10 }, () => 'control'));
  });

  it('asks by margin once there is a head, the closest calls first', async () => {
    const bench = await open({ controlShare: 0, batch: 5 });
    await label(bench, 20);
    const utilities = candidates(bench).map(({ utility }) => utility ?? 0);
    expect(candidates(bench)[0]).toMatchObject({ arm: 'strategy', strategy: 'margin-confidence' });
    expect(utilities).toEqual(utilities.toSorted((a, b) => b - a));
    const scores = bench.live.serving?.scores?.data ?? new Float32Array();
    const closest = (utilities[0] as number) - 1e-6;
    const asked = new Set(bench.live.known.map(({ item }) => item));
    for (let position = 0; position < 400; position++) {
      const item = `item-${position}`;
      const margin = Math.abs((scores[2 * position] as number) - (scores[2 * position + 1] as number));
      if (!asked.has(item) && !bench.live.isTest(item)) expect(1 - margin).toBeLessThanOrEqual(closest + 2e-6);
    }
  });

  it('keeps the share of the control arm also when each round gives one item only', async () => {
    const bench = await open({ controlShare: 0.25, batch: 10 });
    const given = await label(bench, 40);
    expect(given.filter(({ arm }) => arm === 'control')).toHaveLength(10);
    expect(given.filter(({ arm, item }) => arm === 'strategy' && bench.live.isTest(item))).toEqual([]);
  });

  it('has a test share as large as was asked for, and the same one after a restart', async () => {
    const bench = await open({ testShare: 0.3 });
    const items = Array.from({ length: 400 }, (_, i) => `item-${i}`);
    const test = items.filter((item) => bench.live.isTest(item));
    // three standard deviations of a draw of 400 with 30 %
    expect(Math.abs(test.length - 120)).toBeLessThan(28);
    await bench.reopen();
    await bench.live.idle();
    expect(items.filter((item) => bench.live.isTest(item))).toEqual(test);
  });

  it('makes a larger round when one runs dry, up to the whole pool', async () => {
    const bench = await open({ batch: 10 });
    bench.live.runDry();
    await bench.live.idle();
    expect(candidates(bench)).toHaveLength(20);
    for (let i = 0; i < 6; i++) {
      bench.live.runDry();
      await bench.live.idle();
    }
    expect(new Set(candidates(bench).map(({ item }) => item)).size).toBe(400);
  });

  it('goes on with random draws while a training takes long, and comes back to the strategy', async () => {
    const bench = await open({ batch: 4, controlShare: 0 });
    let time = 0;
    await bench.live.close();
    const live = await LiveProject.open(bench.project, { ...bench.options, clock: () => time });
    await live.idle();
    const gate = Promise.withResolvers<void>();
    bench.pool.beforeTraining = () => gate.promise;
    const give = (item: string) => {
      bench.answers.give(item, cloudOf(item));
      live.labelsChanged();
    };
    const first = [...live.candidates()].map(({ item }) => item);
    for (const item of ['item-0', 'item-1', ...first]) give(item);
    while (bench.pool.trainings.length === 0) await new Promise(setImmediate);
    live.runDry();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([...live.candidates()].map(({ item }) => item)).toEqual(first);
    time = 3000;
    live.runDry();
    await expect.poll(() => [...live.candidates()][0]?.item).not.toBe(first[0]);
    const drawn = [...live.candidates()];
    expect(drawn.map(({ arm, strategy }) => [arm, strategy])).toEqual(drawn.map(() => ['control', 'random']));
    expect(drawn.filter(({ item }) => first.includes(item))).toEqual([]);
    expect(live.training).toMatchObject({ isTraining: true, sequence: 0 });
    gate.resolve();
    await live.idle();
    expect(live.modelVersion).toBeGreaterThan(0);
    expect([...live.candidates()][0]?.arm).toBe('strategy');
    // a round of draws is made again like any other
    const round = await bench.database.rounds.get(bench.project, drawn[0]?.round ?? 0);
    if (round === undefined) throw new Error('the round is not kept');
    const { project, source, answers, database, pool } = bench;
    const options = { project, pool, source, answers, models: database.models, pause: async () => undefined };
    expect(await replayRound(round, options, new AbortController().signal)).toMatchObject({ isSame: true });
    await live.close();
  });

  it('comes to an end: every item is asked for once, those of the test share too', async () => {
    const bench = await open({ batch: 7, controlShare: 0 }, new VectorPool(twoClouds(24)));
    const given = await label(bench, 100);
    expect(new Set(given.map(({ item }) => item)).size).toBe(24);
    expect(candidates(bench)).toEqual([]);
    expect(bench.live.isWaiting).toBe(false);
  });

  it('serves the last head at once after a restart, and trains only when there is something new', async () => {
    const bench = await open();
    await label(bench, 12);
    const before = { version: bench.live.modelVersion, said: bench.live.suggestion('item-9') };
    const trained = bench.pool.trainings.length;
    await bench.reopen();
    await bench.live.idle();
    expect(bench.live.modelVersion).toBe(before.version);
    expect(bench.live.suggestion('item-9')).toEqual(before.said);
    // only measurements trained heads of their own, on parts of the answers
    const again = bench.pool.trainings.slice(trained).map(({ positions }) => positions.length);
    expect(Math.max(0, ...again)).toBeLessThan(12);
    const gate = Promise.withResolvers<void>();
    bench.pool.beforeTraining = () => gate.promise;
    await bench.live.close();
    bench.answers.give('item-300', 'spam');
    await bench.reopen();
    while (candidates(bench).length === 0) await new Promise(setImmediate);
    expect(bench.live.suggestion('item-9')).toEqual(before.said);
    gate.resolve();
    await bench.live.idle();
    expect(bench.live.modelVersion).toBe(before.version + 1);
  });

  it('trains anew where the features are others than before the restart', async () => {
    const bench = await open();
    await label(bench, 12);
    const version = bench.live.modelVersion;
    await bench.live.close();
    const model = { name: 'given', digest: 'given-2' };
    const pool = Object.assign(new VectorPool(twoClouds(400, -1)), { model });
    const live = await LiveProject.open(bench.project, {
      ...bench.options,
      source: { ...bench.source, openPool: async () => pool },
    });
    await live.idle();
    expect(live.modelVersion).toBe(version + 1);
    expect(live.suggestion('item-9')?.modelVersion).toBe(version + 1);
    await live.close();
  });

  it('takes in items that get their features later', async () => {
    const pool = new VectorPool(twoClouds(400), 0);
    const bench = await open({}, pool);
    expect(bench.live).toMatchObject({ size: 400, isWaiting: false });
    expect(candidates(bench)).toHaveLength(10);
  });

  it('says why its pool is not there, waits, and opens it when it can', async () => {
    let isBroken = true;
    let time = 0;
    const bench = await open();
    await bench.live.close();
    const options = {
      ...bench.options,
      clock: () => time,
      source: {
        ...bench.source,
        openPool: async () => {
          if (isBroken) throw new AlaasError('STRATEGY_NEEDS', 'The model gives no embeddings.');
          return bench.pool;
        },
      },
    };
    const live = await LiveProject.open(bench.project, options);
    await live.idle();
    expect(live).toMatchObject({ isWaiting: true, size: 0 });
    expect(live.training.error).toMatchObject({ code: 'STRATEGY_NEEDS' });
    isBroken = false;
    live.runDry();
    await live.idle();
    expect(live.isWaiting).toBe(true);
    time = 10_000;
    live.runDry();
    await live.idle();
    expect(live).toMatchObject({ isWaiting: false, size: 400 });
    expect(live.training.error).toBeNull();
    await live.close();
  });

  it('rolls back to a version and stays there until it is told to go on', async () => {
    const bench = await open();
    for (let i = 0; i < 10; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    await bench.live.idle();
    const first = bench.live.suggestion('item-77');
    for (let i = 10; i < 30; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    await bench.live.idle();
    expect(bench.live.modelVersion).toBe(2);
    await bench.live.serve(1);
    await bench.live.idle();
    bench.answers.give('item-30', 'spam');
    await bench.live.idle();
    expect(bench.live.suggestion('item-77')).toEqual(first);
    await bench.reopen();
    await bench.live.idle();
    expect(bench.live.modelVersion).toBe(1);
    expect(bench.live.suggestion('item-77')).toEqual(first);
    await bench.live.serve('latest');
    await bench.live.idle();
    expect(bench.live.modelVersion).toBe(3);
    await expect(bench.live.serve(9)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes a new label of the project into the next head', async () => {
    const bench = await open();
    for (let i = 0; i < 10; i++) bench.answers.give(`item-${i}`, cloudOf(`item-${i}`));
    await bench.live.idle();
    await bench.change({ labels: [{ name: 'spam' }, { name: 'ham' }, { name: 'news' }] });
    bench.answers.give('item-10', 'news');
    await bench.live.idle();
    expect(Object.keys(bench.live.suggestion('item-20')?.probabilities ?? {})).toEqual(['spam', 'ham', 'news']);
  });

  it('suggests a set of labels where an item may have several', async () => {
    const bench = await open({ task: 'multi-label' });
    for (let i = 0; i < 40; i++) bench.answers.give(`item-${i}`, i % 2 === 0 ? ['spam'] : ['spam', 'ham']);
    await bench.live.idle();
    expect(bench.live.suggestion('item-101')?.value).toEqual(['spam', 'ham']);
    expect(bench.live.suggestion('item-100')?.value).toEqual(['spam']);
  });

  it('asks without a head where answers are spans', async () => {
    const bench = await open({ task: 'spans' });
    bench.answers.give('item-0', [{ label: 'spam', start: 0, end: 4 }]);
    await bench.live.idle();
    expect(bench.live.training).toMatchObject({ modelVersion: 0, error: null });
    expect(candidates(bench)).toHaveLength(10);
    expect(candidates(bench).map(({ item }) => item)).not.toContain('item-0');
    expect(bench.live.evaluation).toBeNull();
  });

  it('gives the same rounds for the same answers and seed', async () => {
    const [one, two, other] = [await open({ seed: 5 }), await open({ seed: 5 }), await open({ seed: 6 })];
    const given = await Promise.all([label(one, 15), label(two, 15), label(other, 15)]);
    expect(given[1]).toEqual(given[0]);
    expect(given[2]).not.toEqual(given[0]);
  });
});

describe('the evaluation of a live project', () => {
  it('is near chance where labels are random, although the head knows its own answers by heart', async () => {
    // the nearest neighbour of an item that was learnt is the item itself
    const memory = { type: 'k-nearest', options: { k: 1, metric: 'euclidean' } };
    const bench = await open({ controlShare: 0.5, testShare: 0.2, learner: memory });
    const coin = (item: string): string => (mix(3, Number(item.slice(5))) % 2 === 0 ? 'spam' : 'ham');
    let right = 0;
    for (let position = 0; position < 400; position++) {
      const item = `item-${position}`;
      bench.answers.give(item, coin(item), { arm: 'control', isTest: bench.live.isTest(item) });
    }
    await bench.live.idle();
    for (const { item } of bench.live.known.filter(({ isTest }) => !isTest)) {
      if (bench.live.suggestion(item)?.value === coin(item)) right++;
    }
    const learnt = bench.live.training.labels;
    expect(right).toBe(learnt);
    const { accuracy, items } = bench.live.evaluation ?? {};
    expect(items).toBe(400);
    expect(accuracy?.low).toBeLessThan(0.5);
    expect(accuracy?.high).toBeGreaterThan(0.5);
  });

  it('asks no head about an item that it has learnt from', async () => {
    const bench = await open({ controlShare: 0.4, testShare: 0.3 });
    await label(bench, 60);
    expect(bench.pool.asked.length).toBeGreaterThan(0);
    for (const { head, positions } of bench.pool.asked) {
      const learnt = new Set(bench.pool.taught.get(head)?.positions);
      expect([...positions].filter((position) => learnt.has(position))).toEqual([]);
    }
    const sample = bench.live.known.filter(({ arm }) => arm === 'control').length;
    expect(bench.live.evaluation?.items).toBeGreaterThanOrEqual(sample);
  });

  it('counts an item that the strategy took before its turn in the random order came', async () => {
    const bench = await open({ controlShare: 0.3 });
    await label(bench, 60);
    // by hand: all answered items up to the last control draw in the order of their hashes
    const rounds = await bench.database.rounds.list(bench.project, { limit: 1000 });
    const control = bench.live.known.filter(({ arm }) => arm === 'control').length;
    expect(rounds.length).toBeGreaterThan(0);
    expect(bench.live.evaluation?.items).toBeGreaterThanOrEqual(control);
    expect(bench.live.evaluation?.items).toBeLessThan(60);
  });

  it('is near the truth where classes lie apart, and shows every label', async () => {
    const bench = await open({ controlShare: 0.4 });
    await label(bench, 50);
    const { accuracy, perLabel, confusion, items } = bench.live.evaluation ?? {};
    expect(accuracy?.value).toBeGreaterThan(0.9);
    expect(perLabel?.map(({ label }) => label)).toEqual(['spam', 'ham']);
    expect(confusion?.flat().reduce((a, b) => a + b, 0)).toBe(items);
    const curve = bench.live.measures.curve;
    expect(curve.at(-1)).toMatchObject({ labels: 50, modelVersion: bench.live.modelVersion });
    expect(curve.map(({ labels }) => labels)).toEqual(curve.map(({ labels }) => labels).toSorted((a, b) => a - b));
  });

  it('compares with random sampling once the control arm is large enough', async () => {
    const bench = await open({ controlShare: 0.5, target: 0.99 });
    await label(bench, 20);
    expect(bench.live.measures.saved).toBeNull();
    await label(bench, 60);
    const { saved, forecast } = bench.live.measures;
    expect(saved?.randomLabels).toBeGreaterThanOrEqual(30);
    expect(saved?.randomAccuracy?.value).toBeGreaterThan(0.8);
    expect(saved?.detail).toContain('80 labels were spent');
    expect(forecast).toMatchObject({ target: 0.99 });
    const learnt = bench.pool.asked.map(({ head }) => bench.pool.taught.get(head)?.positions.length ?? 0);
    expect(Math.min(...learnt)).toBeGreaterThan(0);
    const before = bench.pool.asked.length;
    await bench.change({ learner: 'nearest-prototype' });
    await bench.live.idle();
    const again = bench.pool.asked.slice(before).map(({ head }) => bench.pool.taught.get(head)?.positions.length ?? 0);
    expect(Math.min(...again), 'heads of the first random answers, by the other learner').toBeLessThan(12);
  });

  it('advises to stop when the rules say so, tells it once, and remembers it', async () => {
    const bench = await open({ stopping: { rule: 'label-budget', options: { labels: 20 } }, batch: 5 });
    await label(bench, 15);
    expect(bench.live.stop.isAdvised).toBe(false);
    await label(bench, 15);
    expect(bench.live.stop.isAdvised).toBe(true);
    expect(bench.live.stop.reasons[0]).toMatch(/^met: /);
    expect(bench.told.filter(({ type }) => type === 'stop.advised')).toHaveLength(1);
    await bench.reopen();
    expect(bench.live.stop.isAdvised).toBe(true);
    await bench.change({ stopping: null });
    expect(bench.live.stop.isAdvised).toBe(false);
  });

  it('stops by the agreement of heads on a fixed set', async () => {
    const rule = { rule: 'kappa-average', options: { rounds: 2, threshold: 0.9 } };
    const bench = await open({ stopping: rule, batch: 5, controlShare: 0.2 });
    await label(bench, 40);
    expect(bench.live.stop.reasons[0]).toMatch(/Agreement of successive models is kappa/);
  });
});
