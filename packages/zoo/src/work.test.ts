import { parseOptions, type WorkSize } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { strategies, wrappers } from './registry.gen.ts';

const size: WorkSize = { n: 100_000, d: 64, k: 10, m: 5, labelled: 500, budget: 200 };
const selectors = strategies.filter((strategy) => strategy.kind === 'selector');

function workOf(strategy: (typeof selectors)[number], of: WorkSize) {
  if (strategy.work === undefined) throw new Error(`${strategy.id} does not say what it takes`);
  return strategy.work(of, parseOptions(strategy, {}));
}

describe.each(selectors.map((strategy) => [strategy.id, strategy] as const))('%s', (_, strategy) => {
  it('says what it takes, in numbers that can be added', () => {
    const { bytes, multiplications, steps } = workOf(strategy, size);
    for (const number of [bytes, multiplications, steps]) {
      expect(Number.isFinite(number)).toBe(true);
      expect(number).toBeGreaterThanOrEqual(0);
    }
    // some list with a number for each row, and every signal read once
    expect(bytes).toBeGreaterThanOrEqual(8 * size.n);
    expect(multiplications + steps).toBeGreaterThanOrEqual(size.n);
  });

  it('never says less of a larger pool, budget or width', () => {
    const before = workOf(strategy, size);
    // wider embeddings take bait from its full form to the smaller one
    const keys = strategy.id === 'bait' ? (['n', 'budget'] as const) : (['n', 'd', 'budget'] as const);
    for (const key of keys) {
      const after = workOf(strategy, { ...size, [key]: 2 * size[key] });
      expect(after.bytes).toBeGreaterThanOrEqual(before.bytes);
      expect(after.multiplications + after.steps).toBeGreaterThanOrEqual(before.multiplications + before.steps);
    }
  });

  it('holds no N x N matrix', () => {
    const [less, more] = [size, { ...size, n: 10 * size.n }].map((of) => workOf(strategy, of).bytes);
    expect((more as number) / (less as number)).toBeLessThan(11);
  });

  it('can say it of a pool without labels, of one row, and without signals it does not read', () => {
    for (const of of [
      { ...size, labelled: 0 },
      { n: 1, d: 1, k: 2, m: 2, labelled: 0, budget: 1 },
      { ...size, d: strategy.needs.includes('embeddings') ? size.d : 0 },
    ]) {
      const { bytes, multiplications, steps } = workOf(strategy, of);
      expect([bytes, multiplications, steps].every((number) => Number.isFinite(number) && number >= 0)).toBe(true);
    }
  });
});

describe.each(wrappers.map((wrapper) => [wrapper.id, wrapper] as const))('%s', (_, wrapper) => {
  it('says what it takes where it holds anything: a splitter always does, and never more of fewer rows', () => {
    const holds = wrapper.kind === 'splitter' || wrapper.scope === 'pool';
    expect(wrapper.work !== undefined).toBe(holds);
    const options = parseOptions(wrapper, {});
    const [less, more] = [size, { ...size, n: 2 * size.n }].map((of) => wrapper.work?.(of, options));
    if (less === undefined || more === undefined) return;
    expect(less.bytes).toBeGreaterThanOrEqual(8 * size.n);
    expect(more.bytes).toBeGreaterThanOrEqual(less.bytes);
    expect(more.multiplications + more.steps).toBeGreaterThanOrEqual(less.multiplications + less.steps);
  });

  it('lets the strategy be asked about no more than there is', () => {
    if (wrapper.kind !== 'splitter' || wrapper.largestPart === undefined) return;
    for (const of of [size, { ...size, labelled: 0 }, { ...size, n: 5, budget: 5 }]) {
      const { n, budget, times } = wrapper.largestPart(of, parseOptions(wrapper, {}));
      expect(n).toBeLessThanOrEqual(of.n);
      expect(n).toBeGreaterThanOrEqual(budget);
      expect(times * budget).toBeGreaterThanOrEqual(of.budget);
    }
  });
});
