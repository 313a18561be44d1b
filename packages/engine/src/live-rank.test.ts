import { type Item, mix, type QueryResult, type StrategyChoice } from '@alaas/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import {
  everyone,
  firstOnes,
  never,
  openPool,
  startEngine,
  startShared,
  teaching,
  textModel,
  topicTexts,
  watching,
} from './live.fixture.ts';
import type { LiveAsk, LiveHead, LivePool, LiveRanking, LiveTraining } from './live-pool.ts';

const POOL = 90;
const LABELLED = 24;
const names = ['money', 'pets', 'weather'];

let engine: Engine;
let close: () => Promise<void>;
let pool: LivePool;
let head: LiveHead;
let labels: LiveHead;
const training = teaching(firstOnes(LABELLED));
const several: LiveTraining = {
  ...teaching(firstOnes(LABELLED)),
  classes: ['pets', 'money', 'even'],
  labels: Uint8Array.from(
    firstOnes(LABELLED).flatMap((i) => [i % 3 === 0 ? 1 : 0, i % 3 === 1 ? 1 : 0, i % 2 === 0 ? 1 : 0]),
  ),
};

beforeAll(async () => {
  ({ engine, close } = await startShared());
  const items = topicTexts(POOL).map(
    (item, i): Item => (i < LABELLED ? { ...item, label: names[i % 3] as string } : item),
  );
  pool = await openPool(engine, items);
  head = await pool.train(training, never);
  labels = await pool.train(several, never);
});
afterAll(() => close());

function choice(type: string, more: Partial<StrategyChoice> = {}): StrategyChoice {
  return { type, options: {}, ...more };
}

function rank(strategy: StrategyChoice, ask: Partial<LiveAsk> = {}, signal = never): Promise<LiveRanking> {
  return pool.rank({ strategy, training, head, candidates: everyone(POOL), budget: 8, seed: 7, ...ask }, signal);
}

function query(strategy: StrategyChoice, seed = 7): Promise<QueryResult> {
  return engine.query(
    { dataset: 'd', budget: 8, strategy, model: textModel, learner: training.learner, seed, keepDuplicates: false },
    watching(),
  );
}

describe('a choice from a live pool', () => {
  it.each([
    choice('margin-confidence'),
    choice('entropy'),
    choice('random'),
    choice('k-center-greedy'),
    choice('badge'),
    choice('bald'),
    choice('expected-gradient-length'),
    choice('alfa-mix'),
    choice('typiclust'),
    choice('entropy', { wrap: [{ type: 'power', options: {} }] }),
    choice('margin-confidence', { wrap: [{ type: 'random-subset', options: { size: 20 } }] }),
  ])('is that of a query on the same items: %j', async (strategy) => {
    const { picks } = await query(strategy);
    const { positions, utilities, strategy: id } = await rank(strategy);
    expect(id).toBe(picks[0]?.strategy);
    expect(Array.from(positions, (position) => pool.id(position))).toEqual(picks.map((pick) => pick.id));
    for (const [i, { utility }] of picks.entries()) expect(utilities[i]).toBeCloseTo(utility, 4);
  });

  it('never holds what is labelled or not open, and is as long as it can be', async () => {
    const candidates = new Uint8Array(POOL);
    candidates.fill(1, LABELLED - 3, LABELLED + 4);
    const { positions } = await rank(choice('margin-confidence'), { candidates });
    expect([...positions].sort()).toEqual([24, 25, 26, 27]);
    const none = rank(choice('margin-confidence'), { candidates: new Uint8Array(POOL).fill(1, 0, 3) });
    await expect(none).rejects.toMatchObject({ code: 'EMPTY_POOL' });
    await expect(rank(choice('random'), { budget: 0 })).rejects.toMatchObject({ code: 'INVALID_BUDGET' });
  });

  it('from the first positions is what it was when there were no others', async () => {
    const own = await startEngine();
    const growing = await openPool(own, topicTexts(60));
    const ask = { training, head, candidates: everyone(60), budget: 6, seed: 3 };
    const strategies = [choice('margin-confidence'), choice('badge'), choice('random')];
    const choose = () => Promise.all(strategies.map((strategy) => growing.rank({ ...ask, strategy }, never)));
    const before = await choose();
    await own.addItems('d', { items: topicTexts(40, 60) }, watching());
    await growing.refresh(watching());
    expect(await choose()).toEqual(before);
    const all = await growing.rank({ ...ask, candidates: everyone(100), strategy: choice('random') }, never);
    expect(all.positions).not.toEqual(before[2]?.positions);
  });

  it('compares with the head of the round before, or the one that training began with', async () => {
    const few = await pool.train(teaching([0, 1, 3, 4], { classes: ['money', 'pets'] }), never);
    const now = (await pool.score(head, never)).probabilities.data;
    const then = (await pool.score(few, never)).probabilities.data;
    const expected = firstOnes(POOL)
      .slice(LABELLED)
      .map((i) => {
        const [a = 0, b = 0, c = 0] = now.subarray(i * 3, i * 3 + 3);
        const [x = 0, y = 0] = then.subarray(i * 2, i * 2 + 2);
        return { i, utility: ((a - x) ** 2 + (b - y) ** 2 + c ** 2) / 2 };
      })
      .sort((one, other) => other.utility - one.utility);
    const { positions, utilities } = await rank(choice('tod'), { previous: few });
    expect([...positions]).toEqual(expected.slice(0, 8).map(({ i }) => i));
    for (const [i, utility] of utilities.entries()) expect(utility).toBeCloseTo(expected[i]?.utility as number, 5);
    expect(await rank(choice('tod'), { training: { ...training, previous: few } })).toEqual(
      await rank(choice('tod'), { previous: few }),
    );
    await expect(rank(choice('tod'))).rejects.toThrow(/no head of a round before/);
  });

  it('of several labels looks at each of them', async () => {
    const { data } = (await pool.score(labels, never)).probabilities;
    const entropy = (p: number): number => (p === 0 || p === 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p));
    const expected = firstOnes(POOL)
      .slice(LABELLED)
      .map((i) => ({ i, utility: [0, 1, 2].reduce((sum, k) => sum + entropy(data[i * 3 + k] as number), 0) }))
      .sort((one, other) => other.utility - one.utility);
    const ask = { training: several, head: labels };
    const { strategy, positions, utilities } = await rank(choice('auto'), ask);
    expect(strategy).toBe('binary-entropy');
    expect([...positions]).toEqual(expected.slice(0, 8).map(({ i }) => i));
    for (const [i, utility] of utilities.entries()) expect(utility).toBeCloseTo(expected[i]?.utility as number, 5);
    for (const type of ['mmc', 'cvirs', 'label-cardinality-inconsistency', 'k-center-greedy', 'prob-cover']) {
      expect((await rank(choice(type), ask)).positions).toHaveLength(8);
    }
  });

  it('does not wait for selections of others', async () => {
    const stop = new AbortController();
    const size = 6000;
    const rows = Array.from({ length: size }, (_, i) => Array.from({ length: 16 }, (_, d) => mix(d, i) / 2 ** 32));
    const long = { budget: 3000, strategy: choice('k-means'), seed: 1, signals: { embeddings: rows } };
    let running = 2;
    const others = [1, 2].map(() =>
      engine.select(long, 'local', watching(stop.signal)).then(
        () => running--,
        () => undefined,
      ),
    );
    await pool.train(training, never);
    expect((await rank(choice('margin-confidence'))).positions).toHaveLength(8);
    expect(running).toBe(2);
    stop.abort();
    await Promise.all(others);
  });

  it('can be cancelled, and frees its thread', async () => {
    await expect(rank(choice('badge'), {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await rank(choice('badge'))).positions).toHaveLength(8);
  });
});

describe('auto', () => {
  it('takes typical items before there is a head, and the margin then', async () => {
    const cold = await rank(choice('auto'), { training: undefined, head: undefined });
    expect(cold).toMatchObject({ strategy: 'typiclust', positions: { length: 8 } });
    const { strategy, positions } = await rank(choice('auto'));
    expect(strategy).toBe('margin-confidence');
    expect(positions).toEqual((await rank(choice('margin-confidence'))).positions);
  });

  it('goes on while all labels are of one class', async () => {
    const same = teaching([0, 3, 6]);
    const { positions } = await rank(choice('auto'), { training: same, head: undefined });
    for (const labelled of same.positions) expect(positions).not.toContain(labelled);
  });

  it('keeps wrappers until a head can carry them, and refuses at once those that nothing can', async () => {
    const wrap = [{ type: 'class-balance', options: {} }];
    const cold = await rank(choice('auto', { wrap }), { training: undefined, head: undefined });
    expect(cold.strategy).toBe('typiclust');
    expect((await rank(choice('auto', { wrap }))).positions).toHaveLength(8);
    const costly = choice('auto', { wrap: [{ type: 'per-cost', options: {} }] });
    const refused = rank(costly, { training: undefined, head: undefined });
    await expect(refused).rejects.toMatchObject({ code: 'STRATEGY_NEEDS' });
    await expect(rank(choice('auto', { options: { x: 1 } }))).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('a strategy that is not given what it needs', () => {
  const unknown = { training: undefined, head: undefined };

  it.each<[string, string, () => Partial<LiveAsk>]>([
    ['margin-confidence', 'needs probabilities', () => unknown],
    ['bald', 'needs committee', () => unknown],
    ['binary-entropy', 'several|one class each', () => ({})],
    ['margin-confidence', 'several labels', () => ({ training: several, head: labels })],
    ['bald', 'several labels', () => ({ training: several, head: labels })],
    ['mmc', 'no labels were given', () => ({ training: undefined, head: labels })],
    ['bald', 'no labels to teach one', () => ({ training: undefined })],
    ['gsx', 'none', () => unknown],
    ['prediction-std', 'needs predictions', () => ({})],
  ])('%s: %s', async (type, message, ask) => {
    const ranking = rank(choice(type), ask());
    if (message === 'none') expect((await ranking).positions).toHaveLength(8);
    else
      await expect(ranking).rejects.toMatchObject({ code: 'STRATEGY_NEEDS', message: expect.stringMatching(message) });
  });

  it('wants a linear head of a learner that makes some', async () => {
    const near = await pool.train({ ...training, learner: 'k-nearest' }, never);
    await expect(rank(choice('alfa-mix'), { head: near })).rejects.toThrow(/those of k-nearest are not linear/);
  });

  it.each([
    ['nope', 'UNKNOWN_STRATEGY'],
    ['random', 'INVALID_OPTION'],
  ])('%s is refused with %s', async (type, code) => {
    await expect(rank(choice(type, { options: { x: 1 } }))).rejects.toMatchObject({ code });
  });
});
