import { afterEach, describe, expect, it } from 'vitest';
import { cloudOf, type LiveBench, openLiveBench, twoClouds } from '../../testing/live-bench.ts';
import { VectorPool } from '../../testing/vector-pool.ts';
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

async function label(bench: LiveBench, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const [next] = bench.live.candidates();
    if (next === undefined) return;
    bench.answers.give(next.item, cloudOf(next.item), { arm: next.arm, isTest: bench.live.isTest(next.item) });
    await bench.live.idle();
  }
}

async function replay(bench: LiveBench, number: number, pool = bench.pool) {
  const round = await bench.database.rounds.get(bench.project, number);
  if (round === undefined) throw new Error(`no round ${number}`);
  const { source } = bench;
  const options = { project: bench.project, pool, source, answers: bench.answers, models: bench.database.models };
  return await replayRound(round, { ...options, pause: async () => undefined }, new AbortController().signal);
}

describe('replayRound', () => {
  it('gives every round again, to the last digit of each utility, however much was labelled since', async () => {
    const bench = await open({ batch: 6, controlShare: 0.3 });
    await label(bench, 25);
    const rounds = await bench.database.rounds.list(bench.project, { limit: 100 });
    expect(rounds.length).toBeGreaterThan(20);
    expect(new Set(rounds.map(({ modelVersion }) => modelVersion)).size).toBeGreaterThan(15);
    for (const { number, items } of rounds) {
      const { isSame, differences, items: again } = await replay(bench, number);
      expect({ number, isSame, differences }).toEqual({ number, isSame: true, differences: [] });
      expect(again).toEqual(items);
    }
  });

  it('follows the settings of its time', async () => {
    const bench = await open({ batch: 6, controlShare: 0.5 });
    await label(bench, 12);
    const [last] = await bench.database.rounds.list(bench.project, { limit: 1 });
    await bench.change({ controlShare: 0, strategy: 'random', learner: 'nearest-prototype' });
    await label(bench, 3);
    expect((await replay(bench, last?.number ?? 0)).isSame).toBe(true);
  });

  it('says where it differs, and where the pool does', async () => {
    const bench = await open({ batch: 6, controlShare: 0 });
    await label(bench, 12);
    const [last] = await bench.database.rounds.list(bench.project, { limit: 1 });
    const other = await replay(bench, last?.number ?? 0, new VectorPool(twoClouds(400, 1, 8)));
    expect(other.isSame).toBe(false);
    // as many codes as sentences, in the same order
    expect(other.changes).toHaveLength(other.differences.length);
    expect(other.differences.join('\n')).toMatch(/Place \d+ was item-\d+, and is item-\d+\.|with utility/);
    const smaller = await replay(bench, last?.number ?? 0, new VectorPool(twoClouds(100)));
    expect(smaller).toMatchObject({
      isSame: false,
      items: [],
      differences: ['The pool has 100 items with features, and had 400.'],
      changes: [{ code: 'fewer-items', items: 100, were: 400 }],
    });
  });
});
