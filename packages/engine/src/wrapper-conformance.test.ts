import {
  type Block,
  type Committee,
  createRandom,
  isPerItem,
  type Matrix,
  matrix,
  type Reweigher,
  type SignalName,
  type Splitter,
  signalNames,
  type Wrap,
  type Wrapper,
} from '@alaas/core';
import { findStrategy, findWrapper, strategies, wrappers } from '@alaas/zoo';
import { afterAll, describe, expect, it } from 'vitest';
import { createOrtCompute } from './compute/index.ts';
import { type PoolRequest, type PoolSignals, selectPool, selectTop } from './select/index.ts';
import { codeOf } from './testing/code-of.ts';
import { guarded } from './testing/guarded.ts';

const CLASSES = 3;
const WIDTH = 5;
const MEMBERS = 2;
const never = new AbortController().signal;
const compute = createOrtCompute({ threads: 1 });

afterAll(() => compute.close());

/** Seeded rows, every tenth of them labelled. */
function makePool(size: number, seed = 1): PoolSignals {
  const random = createRandom(seed);
  const distributions = (rows: number): Float32Array => {
    const data = new Float32Array(rows * CLASSES);
    for (let start = 0; start < data.length; start += CLASSES) {
      const raw = Array.from({ length: CLASSES }, () => random.next() ** 3 + 1e-4);
      const sum = raw.reduce((a, b) => a + b, 0);
      data.set(
        raw.map((value) => value / sum),
        start,
      );
    }
    return data;
  };
  const rows = Uint32Array.from({ length: Math.ceil(size / 10) }, (_, i) => i * 10);
  return {
    size,
    embeddings: matrix(
      Float32Array.from({ length: size * WIDTH }, () => random.next() - 0.5),
      WIDTH,
    ),
    probabilities: matrix(distributions(size), CLASSES),
    previousProbabilities: matrix(distributions(size), CLASSES),
    committee: { data: distributions(MEMBERS * size), members: MEMBERS, rows: size, columns: CLASSES },
    costs: matrix(
      Float32Array.from({ length: size }, () => 0.5 + random.next()),
      1,
    ),
    labelled: { rows, labels: Int32Array.from(rows, (_, i) => (i * i) % CLASSES) },
  };
}

type Asked = Partial<PoolRequest> & { readonly wraps?: readonly Wrap[] };

async function select(name: string, wrapped: readonly Wrapper[], pool: PoolSignals, budget: number, extra: Asked = {}) {
  const wraps = wrapped.map((wrapper) => ({ wrapper, options: {} }));
  const strategy = findStrategy(name);
  const request = { strategy, options: {}, wraps, budget, seed: 3, compute, signal: never, ...extra };
  const { rows, utilities } = await selectPool(pool, request);
  return { rows: [...rows], utilities: [...utilities] };
}

function watched(wrapper: Wrapper): Wrapper {
  return wrapper.kind === 'reweigher'
    ? { ...wrapper, reweigh: (utilities, block, context) => wrapper.reweigh(utilities, guarded(block), context) }
    : { ...wrapper, split: (pool, context) => wrapper.split(guarded(pool), context) };
}

const scorers = ['margin-confidence', 'random', 'entropy'];
const selectors = ['k-center-greedy', 'badge', 'k-means'];
const pairs = wrappers.flatMap((wrapper) =>
  [...scorers, ...(wrapper.kind === 'splitter' ? selectors : [])].map((name) => [wrapper.id, name, wrapper] as const),
);

describe.each(pairs)('%s around %s', (_, name, wrapper) => {
  const pool = makePool(200);
  const free = Array.from({ length: 200 }, (_, row) => row).filter((row) => row % 10 !== 0);

  it('asks n distinct candidates, utilities never rising', async () => {
    const { rows, utilities } = await select(name, [wrapper], pool, 40);
    expect(new Set(rows).size).toBe(40);
    expect(rows.every((row) => free.includes(row))).toBe(true);
    expect(utilities).toHaveLength(40);
    for (const [i, utility] of utilities.entries()) {
      expect(Number.isFinite(utility)).toBe(true);
      if (i > 0) expect(utility).toBeLessThanOrEqual(utilities[i - 1] as number);
    }
  });

  it('asks the whole pool when the budget is the pool', async () => {
    const { rows } = await select(name, [wrapper], pool, free.length);
    expect(rows.toSorted((a, b) => a - b)).toEqual(free);
  });

  it('asks the only candidate, and one of many', async () => {
    const labelled = { rows: Uint32Array.of(0, 2), labels: Int32Array.of(0, 1) };
    expect((await select(name, [wrapper], { ...makePool(3), labelled }, 1)).rows).toEqual([1]);
    expect((await select(name, [wrapper], pool, 1)).rows).toHaveLength(1);
  });

  it('asks a pool without a label', async () => {
    const labelled = { rows: new Uint32Array(), labels: new Int32Array() };
    const { rows } = await select(name, [wrapper], { ...pool, labelled }, 30);
    expect(new Set(rows).size).toBe(30);
  });

  it('gives the same answer for the same seed, and leaves its input as it was', async () => {
    const before = structuredClone(pool);
    const first = await select(name, [wrapper], pool, 30, { seed: 7 });
    expect(await select(name, [wrapper], makePool(200), 30, { seed: 7 })).toEqual(first);
    expect(pool).toEqual(before);
  });

  it('reads the signals it declares and no others', async () => {
    expect(await select(name, [watched(wrapper)], pool, 20)).toEqual(await select(name, [wrapper], pool, 20));
  });

  it('stops when it is cancelled', async () => {
    expect(await codeOf(select(name, [wrapper], pool, 5, { signal: AbortSignal.abort() }))).toBe('CANCELLED');
  });
});

describe.each(wrappers.map((wrapper) => [wrapper.id, wrapper] as const))('%s', (_, wrapper) => {
  const pool = makePool(100);

  it('refuses an option it does not know, and says which signals it was not given', async () => {
    const wraps = [{ wrapper, options: { nonsense: 1 } }];
    expect(await codeOf(select('random', [], pool, 1, { wraps }))).toBe('INVALID_OPTION');
    if (wrapper.needs.length === 0) return;
    const { size, labelled, previousProbabilities } = pool as Required<PoolSignals>;
    const work = select('random', [wrapper], { size, labelled, previousProbabilities }, 1);
    await expect(work).rejects.toThrow(`${wrapper.id} needs ${wrapper.needs.join(' and ')}`);
    await expect(work).rejects.toMatchObject({ code: 'STRATEGY_NEEDS' });
  });

  it('says what it is', () => {
    expect(wrapper.id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const text of [wrapper.title, wrapper.summary, wrapper.formula, wrapper.reference, wrapper.cost]) {
      expect(text.length).toBeGreaterThan(2);
    }
  });

  // a machine that is busy with something else is no fault of the wrapper's
  it('looks at least every 200 ms whether it is cancelled', { retry: 3, timeout: 60_000 }, async () => {
    large ??= makePool(100_000);
    // few labels: geometry around all of them is a matter of minutes
    const rows = Uint32Array.from({ length: 50 }, (_, i) => i * 7);
    const pool = { ...large, labelled: { rows, labels: Int32Array.from(rows, (_, i) => i % CLASSES) } };
    let lookedAt = performance.now();
    let longest = 0;
    const patient = {
      get aborted() {
        const now = performance.now();
        longest = Math.max(longest, now - lookedAt);
        lookedAt = now;
        return false;
      },
    };
    await select('margin-confidence', [wrapper], pool, 1000, { signal: patient });
    expect(Math.max(longest, performance.now() - lookedAt)).toBeLessThan(200);
  });
});

let large: PoolSignals | undefined;

const reweighers = wrappers.filter((wrapper): wrapper is Reweigher => wrapper.kind === 'reweigher');

describe.each(reweighers.map((wrapper) => [wrapper.id, wrapper] as const))('%s, block by block', (_, wrapper) => {
  const none = { rows: new Uint32Array(), labels: new Int32Array() };
  const pool = { ...makePool(300), labelled: none };

  it('asks the same items in the same order however the pool is split', async () => {
    for (const name of scorers) {
      const strategy = findStrategy(name);
      if (strategy.kind !== 'scorer') throw new Error(`${name} is no scorer`);
      const whole = await select(name, [wrapper], pool, 60);
      for (const blockSize of [1, 7, 300]) {
        const wraps = [{ wrapper, options: {} }];
        const request = { strategy, options: {}, wraps, budget: 60, seed: 3, signal: never };
        const { rows, utilities } = await selectTop(blocks(pool, blockSize), request);
        expect({ rows: [...rows], utilities: [...utilities] }).toEqual(whole);
      }
    }
  });

  it('is a prefix of what a larger budget asks', async () => {
    const { rows } = await select('margin-confidence', [wrapper], pool, 200);
    expect((await select('margin-confidence', [wrapper], pool, 40)).rows).toEqual(rows.slice(0, 40));
  });

  it.each(selectors)('is refused around %s, which chooses a set', async (name) => {
    const work = select(name, [wrapper], pool, 3);
    await expect(work).rejects.toThrow(new RegExp(`${wrapper.id} .* ${name} `));
    await expect(work).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

function* blocks(pool: PoolSignals, blockSize: number): Generator<Block<SignalName>> {
  const names = signalNames.filter((name) => isPerItem(name) && pool[name] !== undefined);
  for (let start = 0; start < pool.size; start += blockSize) {
    const end = Math.min(pool.size, start + blockSize);
    const signals = names.map((name) => [name, partOf(pool[name] as Matrix | Committee, start, end)]);
    yield { size: end - start, rowAt: (i: number) => start + i, ...Object.fromEntries(signals) } as Block<SignalName>;
  }
}

function partOf(whole: Matrix | Committee, start: number, end: number): Matrix | Committee {
  const { data, rows, columns } = whole;
  const members = 'members' in whole ? whole.members : 1;
  const parts = Array.from({ length: members }, (_, m) =>
    data.subarray((m * rows + start) * columns, (m * rows + end) * columns),
  );
  return { ...whole, data: Float32Array.from(parts.flatMap((part) => [...part])), rows: end - start };
}

describe('any strategy inside a splitter', () => {
  const pool = makePool(120);
  const given = signalNames.filter((name) => pool[name] !== undefined);
  const able = strategies.filter(({ needs }) => needs.every((name) => given.includes(name)));

  it.each(able.map(({ id }) => id))('%s keeps to the candidates of its part', async (id) => {
    const chosen: number[][] = [];
    const parted: Splitter = {
      ...(findWrapper('partitioned') as Splitter),
      async split({ candidates }) {
        const [low, high] = [candidates.filter((row) => row < 60), candidates.filter((row) => row >= 60)];
        chosen.push([...low]);
        return [
          { candidates: low, n: 12 },
          { candidates: high, n: 5 },
        ];
      },
    };
    const { rows } = await select(id, [parted], pool, 17);
    expect(rows.filter((row) => row < 60)).toHaveLength(12);
    expect(rows.filter((row) => row >= 60)).toHaveLength(5);
    expect(new Set(rows).size).toBe(17);
    expect(chosen).toHaveLength(1);
  });
});
