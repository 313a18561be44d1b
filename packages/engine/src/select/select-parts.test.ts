import {
  type Block,
  type Compute,
  defineReweigher,
  defineSplitter,
  isAlaasError,
  type Matrix,
  matrix,
  type Part,
  rowsOf,
  type Scorer,
  type Selector,
  type SignalName,
  type Splitter,
  type Wrap,
  type Wrapper,
} from '@alaas/core';
import { findStrategy, findWrapper } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import type { PoolSignals } from './pool-signals.ts';
import { type PoolRequest, selectPool } from './select-pool.ts';
import { selectTop } from './select-top.ts';

const compute: Compute = { run: () => Promise.reject(new Error('no compute here')) };

/** Rows of rising uncertainty: row i has a margin utility of i / 10. */
const rising: PoolSignals = {
  size: 10,
  probabilities: matrix(
    Float32Array.from({ length: 20 }, (_, at) =>
      at % 2 === 0 ? 1 - Math.floor(at / 2) / 20 : Math.floor(at / 2) / 20,
    ),
    2,
  ),
  labelled: { rows: new Uint32Array(), labels: new Int32Array() },
};

function splitter(id: string, split: (candidates: Uint32Array, n: number) => readonly Part[]): Splitter {
  return defineSplitter({
    ...about(id),
    needs: [],
    options: findStrategy('random').options,
    split: async ({ candidates }, { n }) => split(candidates, n),
  });
}

function about(id: string) {
  return { id, aliases: [], title: id, summary: 'A test.', formula: 'none', reference: 'none', cost: 'none' };
}

/** Keeps rows below the limit. */
const below = (limit: number): Splitter =>
  splitter(`below-${limit}`, (candidates, n) => {
    const rows = candidates.filter((row) => row < limit);
    return rows.length === 0 ? [] : [{ candidates: rows, n: Math.min(n, rows.length) }];
  });

/** Even and odd rows, half of the budget each. */
const byParity = splitter('by-parity', (candidates, n) =>
  [0, 1].map((rest) => ({ candidates: candidates.filter((row) => row % 2 === rest), n: n / 2 })),
);

const wrap = (wrapper: Wrapper): Wrap => ({ wrapper, options: {} });

async function ask(wrappers: readonly Wrapper[], budget: number, extra: Partial<PoolRequest> = {}) {
  const strategy = findStrategy('margin-confidence');
  const { signal } = new AbortController();
  const request = { strategy, options: {}, wraps: wrappers.map(wrap), budget, seed: 1, compute, signal, ...extra };
  const { rows, utilities } = await selectPool(rising, request);
  return { rows: [...rows], utilities: [...utilities].map((utility) => Number(utility.toFixed(6))) };
}

function* rowByRow({ size, probabilities }: PoolSignals): Generator<Block<SignalName>> {
  for (let row = 0; row < size; row++) {
    const part = rowsOf(probabilities as Matrix, row, row + 1);
    yield { size: 1, rowAt: () => row, probabilities: part } as unknown as Block<SignalName>;
  }
}

async function fault(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (isAlaasError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'no error';
}

describe('splitters', () => {
  it('let the strategy choose among the candidates they keep', async () => {
    expect(await ask([below(6)], 3)).toEqual({ rows: [5, 4, 3], utilities: [0.5, 0.4, 0.3] });
  });

  it('leave the rest to the others when they keep fewer than the budget, all in order of utility', async () => {
    expect(await ask([below(3)], 5)).toEqual({ rows: [9, 8, 2, 1, 0], utilities: [0.9, 0.8, 0.2, 0.1, 0] });
    expect((await ask([below(0)], 2)).rows).toEqual([9, 8]);
  });

  it('merge the picks of their parts by utility', async () => {
    expect((await ask([byParity], 4)).rows).toEqual([9, 8, 7, 6]);
    expect((await ask([byParity, below(5)], 4)).rows).toEqual([4, 3, 2, 1]);
  });

  it('part the pool from the last to the first', async () => {
    const seen: [string, number[]][] = [];
    const spy = (id: string, inner: Splitter): Splitter => ({
      ...inner,
      async split(pool, context) {
        seen.push([id, [...pool.candidates]]);
        return await inner.split(pool, context);
      },
    });
    await ask([spy('near', below(4)), spy('far', byParity)], 4);
    expect(seen).toEqual([
      ['far', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      ['near', [0, 2, 4, 6, 8]],
      ['near', [1, 3, 5, 7, 9]],
    ]);
  });

  it('leave all as it was when one part holds all candidates', async () => {
    const all = splitter('all', (candidates, n) => [{ candidates, n }]);
    const strategy = findStrategy('random');
    expect(await ask([all], 6, { strategy })).toEqual(await ask([], 6, { strategy }));
  });

  it('give each part of a selector randomness of its own', async () => {
    const seeds: number[] = [];
    const drawing: Selector = {
      ...(findStrategy('badge') as Selector),
      needs: [],
      async select({ candidates }, { n, random }) {
        seeds.push(random.next());
        return { rows: candidates.slice(0, n), utilities: new Float64Array(n) };
      },
    };
    await ask([byParity], 4, { strategy: drawing });
    expect(new Set(seeds).size).toBe(2);
  });

  it('count progress over all parts, up to the budget', async () => {
    const heard: [number, number][] = [];
    await ask([byParity, below(4)], 6, { onProgress: (done, total) => heard.push([done, total]) });
    const done = heard.map(([count]) => count);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toEqual([6, 6]);
  });

  it('end when they are cancelled between two parts', async () => {
    let asked = 0;
    const signal = {
      get aborted() {
        return asked > 0;
      },
    };
    const strategy: Selector = {
      ...(findStrategy('badge') as Selector),
      needs: [],
      async select({ candidates }, { n }) {
        asked++;
        return { rows: candidates.slice(0, n), utilities: new Float64Array(n) };
      },
    };
    expect(await fault(ask([byParity], 4, { strategy, signal }))).toMatch(/^CANCELLED/);
    expect(asked).toBe(1);
  });

  it.each<[string, (candidates: Uint32Array, n: number) => readonly Part[]]>([
    ['asks more than the budget', (candidates) => [{ candidates, n: 5 }]],
    ['asks more of a part than it holds', (candidates) => [{ candidates: candidates.slice(0, 2), n: 3 }]],
    ['asks nothing of a part', (candidates) => [{ candidates, n: 0 }]],
    ['asks half an item', (candidates) => [{ candidates, n: 1.5 }]],
    ['has a part out of order', (candidates) => [{ candidates: candidates.slice().reverse(), n: 1 }]],
    ['has a row twice', () => [{ candidates: Uint32Array.of(3, 3), n: 1 }]],
    ['has a row in two parts', () => [3, 3].map((row) => ({ candidates: Uint32Array.of(row), n: 1 }))],
    ['has a row outside the pool', () => [{ candidates: Uint32Array.of(10), n: 1 }]],
  ])('are blamed when one %s', async (_, split) => {
    expect(await fault(ask([splitter('sly', split)], 4))).toMatch(/^INTERNAL: The wrapper sly /);
  });

  it('do not decide what counts as a candidate', async () => {
    const sly = splitter('sly', (candidates, n) => {
      candidates.fill(9);
      return [{ candidates: Uint32Array.of(0, 1, 2, 3, 4), n }];
    });
    expect((await ask([sly], 2)).rows).toEqual([4, 3]);
  });
});

describe('reweighers', () => {
  const scaled = (id: string, change: (utility: number) => number): Wrapper =>
    defineReweigher({
      ...about(id),
      needs: [],
      options: findStrategy('random').options,
      scope: 'rows',
      reweigh: (utilities) => utilities.map(change),
    });
  const minus = scaled('minus', (utility) => -utility);
  const plusOne = scaled('plus-one', (utility) => utility + 1);

  it('change utilities in order, the nearest to the strategy first', async () => {
    expect(await ask([plusOne, minus], 2)).toEqual({ rows: [0, 1], utilities: [-1, -1.1] });
    expect(await ask([minus, plusOne], 2)).toEqual({ rows: [0, 1], utilities: [1, 0.9] });
  });

  it('change the utilities inside the parts of splitters, on whichever side they stand', async () => {
    const inside = await ask([minus, below(4), plusOne], 3);
    expect(inside).toEqual({ rows: [0, 1, 2], utilities: [1, 0.9, 0.8] });
    expect(await ask([below(4), minus, plusOne], 3)).toEqual(inside);
  });

  it('see every utility exactly, since what is below the floor may rise', async () => {
    // against a floor of 9 or more, entropy would leave out the work and say 0
    const turned = wrap(scaled('turned', (utility) => 10 - utility));
    const strategy = findStrategy('entropy') as Scorer;
    const { signal } = new AbortController();
    const request = { strategy, options: {}, wraps: [turned], budget: 3, seed: 1, signal };
    const { rows } = await selectTop(rowByRow(rising), request);
    expect([...rows]).toEqual([0, 1, 2]);
  });

  it('have to come before one that takes the whole pool when they read signals', async () => {
    const [softRank, perCost] = [findWrapper('soft-rank'), findWrapper('per-cost')];
    expect(await fault(ask([softRank, perCost], 1))).toMatch(/^INVALID_OPTION: .*Name per-cost before soft-rank/);
    expect(await fault(ask([softRank, plusOne], 1))).toBe('no error');
  });

  it('are blamed for another number of utilities', async () => {
    const short = defineReweigher({
      ...about('short'),
      needs: [],
      options: findStrategy('random').options,
      scope: 'rows',
      reweigh: () => new Float64Array(1),
    });
    expect(await fault(ask([short], 1))).toMatch(/^INTERNAL: The wrapper short gave 1 utilities for 10 rows/);
  });

  it('draw other numbers in each place', async () => {
    const power = findWrapper('power');
    const seeds: number[] = [];
    const spy: Wrapper = {
      ...power,
      reweigh: (utilities: Float64Array, _: unknown, { seed }: { seed: number }) => {
        seeds.push(seed);
        return utilities;
      },
    } as Wrapper;
    await ask([spy, spy], 1);
    expect(new Set(seeds).size).toBe(2);
  });
});
