import { describe, expect, it } from 'vitest';
import { cloudOf, twoClouds } from '../../testing/live-bench.ts';
import { VectorPool } from '../../testing/vector-pool.ts';
import { crossFit } from './cross-fit.ts';
import type { LabelledItem, TrainingPlan } from './labelled-items.ts';
import { orderPool } from './pool-order.ts';
import { measureRandomArm } from './random-arm.ts';

const plan: TrainingPlan = {
  classes: ['spam', 'ham'],
  isMulti: false,
  learner: 'softmax-regression',
  options: {},
  seed: 1,
};
const { signal } = new AbortController();

async function setUp() {
  const pool = new VectorPool(twoClouds(200));
  const order = await orderPool(pool, 3, async () => undefined);
  const items = Array.from(order.order, (position, place): LabelledItem => {
    const item = pool.id(position);
    return { item, position, value: cloudOf(item), isTest: place % 5 === 0, arm: place < 60 ? 'control' : 'strategy' };
  });
  return { pool, order, items, sample: items.slice(0, 60) };
}

/** Pairs of a head and an item that it was asked about although it had learnt from it. */
function leaks({ asked, taught }: VectorPool): number {
  return asked.reduce((count, { head, positions }) => {
    const learnt = new Set(taught.get(head)?.positions);
    return count + [...positions].filter((position) => learnt.has(position)).length;
  }, 0);
}

describe('crossFit', () => {
  it('asks about every item once, by heads that have not learnt from it and start from no other', async () => {
    const { pool, order, items, sample } = await setUp();
    const teaching = items.filter(({ isTest }) => !isTest);
    const said = await crossFit(sample, teaching, { pool, order, plan, signal });
    expect([said.rows, said.columns]).toEqual([60, 2]);
    const asked = pool.asked.flatMap(({ positions }) => [...positions]);
    expect(asked.toSorted((a, b) => a - b)).toEqual(sample.map(({ position }) => position).toSorted((a, b) => a - b));
    expect(leaks(pool)).toBe(0);
    expect(pool.trainings.every(({ previous }) => previous === undefined)).toBe(true);
    // five folds, and one head for what nobody learns from
    expect(pool.trainings).toHaveLength(6);
    const rows = Array.from({ length: 60 }, (_, row) => said.data.slice(2 * row, 2 * row + 2));
    for (const row of rows) expect((row[0] as number) + (row[1] as number)).toBeCloseTo(1, 5);
  });

  it('guesses by the frequency of labels where the others are all of one class', async () => {
    const { pool, order, items } = await setUp();
    const [one, two] = items.filter(({ value, isTest }) => value === 'ham' && !isTest) as [LabelledItem, LabelledItem];
    const said = await crossFit([one], [one, two], { pool, order, plan, signal });
    // the other one says ham; each class counts as if seen once: (0 + 1) / 3 and (1 + 1) / 3, or 1 / 2 where both share a fold
    expect([2 / 3, 1 / 2]).toContainEqual(expect.closeTo(said.data[1] as number, 5));
    expect(pool.asked).toEqual([]);
  });
});

describe('measureRandomArm', () => {
  it('lets heads learn from the random sample alone, without its test share, and measures them on all of it', async () => {
    const { pool, order, sample } = await setUp();
    const arm = await measureRandomArm(sample, { pool, order, plan, signal }, 1);
    expect(arm.points.map(({ labels }) => labels)).toEqual([11, 15, 21, 30, 42, 60]);
    const mayTeach = new Set(sample.filter(({ isTest }) => !isTest).map(({ position }) => position));
    for (const { positions } of pool.trainings) {
      expect([...positions].filter((position) => !mayTeach.has(position))).toEqual([]);
    }
    expect(leaks(pool)).toBe(0);
    expect(pool.asked.flatMap(({ positions }) => [...positions])).toHaveLength(6 * 60);
    expect(arm.points.at(-1)?.estimate.value).toBeGreaterThan(0.9);
  });
});
