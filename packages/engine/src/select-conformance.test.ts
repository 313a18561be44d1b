import {
  type Block,
  type Committee,
  isPerItem,
  type Matrix,
  matrix,
  mix,
  type Scorer,
  type SignalName,
  type Strategy,
  signalErrorCode,
  signalNames,
  type WholePool,
} from '@alaas/core';
import { strategies } from '@alaas/zoo';
import { afterAll, describe, expect, it } from 'vitest';
import { createOrtCompute } from './compute/index.ts';
import { type PoolRequest, type PoolSignals, selectPool, selectTop } from './select/index.ts';
import { codeOf } from './testing/code-of.ts';
import { guarded } from './testing/guarded.ts';

const CLASSES = 4;
const WIDTH = 6;
const MEMBERS = 3;
const signal = new AbortController().signal;
const compute = createOrtCompute({ threads: 1 });

afterAll(() => compute.close());

/** Seeded rows; every third one is a copy of the first, so that there are duplicates. Every tenth one is labelled. */
function makePool(size: number, { seed = 1, sourceOf = (row: number) => (row % 3 === 0 ? 0 : row) } = {}): PoolSignals {
  const embeddings = new Float32Array(size * WIDTH);
  const distributions = new Float32Array((MEMBERS + 1) * size * CLASSES);
  for (let row = 0; row < size; row++) {
    const of = sourceOf(row);
    for (let d = 0; d < WIDTH; d++) embeddings[row * WIDTH + d] = mix(seed, of * WIDTH + d) / 2 ** 32 - 0.5;
    for (let m = 0; m <= MEMBERS; m++) {
      const raw = Array.from({ length: CLASSES }, (_, k) => mix(seed + m + 1, of * CLASSES + k) / 2 ** 32 + 1e-3);
      const sum = raw.reduce((a, b) => a + b, 0);
      const start = (m * size + row) * CLASSES;
      for (const [k, value] of raw.entries()) distributions[start + k] = value / sum;
    }
  }
  const own = size * CLASSES;
  const rows = Uint32Array.from({ length: Math.floor(size / 10) }, (_, i) => i * 10 + 4);
  /** Numbers in [0, 1) that equal rows have in common. */
  const shares = (of: number, columns: number, salt: number): Matrix =>
    matrix(
      Float32Array.from({ length: of * columns }, (_, i) => {
        const row = Math.floor(i / columns);
        return mix(seed + salt, sourceOf(row) * columns + (i % columns)) / 2 ** 32;
      }),
      columns,
    );
  const flags = shares(rows.length, CLASSES, 16);
  return {
    size,
    embeddings: { data: embeddings, rows: size, columns: WIDTH },
    probabilities: { data: distributions.slice(0, own), rows: size, columns: CLASSES },
    previousProbabilities: { data: distributions.slice(own, 2 * own), rows: size, columns: CLASSES },
    committee: { data: distributions.slice(own), members: MEMBERS, rows: size, columns: CLASSES },
    labelProbabilities: shares(size, CLASSES, 11),
    predictions: shares(size, MEMBERS, 12),
    costs: { data: shares(size, 1, 13).data.map((share) => share + 0.5), rows: size, columns: 1 },
    head: matrix(
      Float32Array.from({ length: CLASSES * (WIDTH + 1) }, (_, i) => mix(seed + 14, i) / 2 ** 32 - 0.5),
      WIDTH + 1,
    ),
    labelled: { rows, labels: Int32Array.from(rows, (_, i) => i % CLASSES) },
    targets: shares(rows.length, 1, 15),
    labelSets: { ...flags, data: flags.data.map((share) => (share < 0.5 ? 0 : 1)) },
  };
}

function unlabelled(pool: PoolSignals): PoolSignals {
  return withLabelled(pool, []);
}

/** The pool with these labelled rows and no others. */
function withLabelled(pool: PoolSignals, rows: readonly number[]): PoolSignals {
  const first = <T extends Matrix>(signal: T): T => ({
    ...signal,
    data: Float32Array.from(
      { length: rows.length * signal.columns },
      (_, i) => signal.data[i % signal.data.length] ?? 0,
    ),
    rows: rows.length,
  });
  const { targets, labelSets } = pool as Required<PoolSignals>;
  return {
    ...pool,
    labelled: { rows: Uint32Array.from(rows), labels: Int32Array.from(rows, (_, i) => i % CLASSES) },
    targets: first(targets),
    labelSets: first(labelSets),
  };
}

function request(strategy: Strategy, budget: number, extra: Partial<PoolRequest> = {}): PoolRequest {
  return { strategy, options: {}, budget, seed: 3, compute, signal, ...extra };
}

async function select(strategy: Strategy, pool: PoolSignals, budget: number, extra: Partial<PoolRequest> = {}) {
  const { rows, utilities } = await selectPool(pool, request(strategy, budget, extra));
  return { rows: [...rows], utilities: [...utilities] };
}

function watched(strategy: Strategy): Strategy {
  if (strategy.kind === 'scorer') {
    return { ...strategy, score: (block: Block<SignalName>, context) => strategy.score(guarded(block), context) };
  }
  return { ...strategy, select: (pool: WholePool<SignalName>, context) => strategy.select(guarded(pool), context) };
}

describe.each(strategies.map((strategy) => [strategy.id, strategy] as const))('%s', (_, strategy) => {
  const pool = makePool(300);
  const { rows: labelled } = pool.labelled;
  const free = Array.from({ length: 300 }, (_, row) => row).filter((row) => !labelled.includes(row));

  it('asks n distinct candidates, best first', async () => {
    const { rows, utilities } = await select(strategy, pool, 40);
    expect(rows).toHaveLength(40);
    expect(new Set(rows).size).toBe(40);
    expect(rows.every((row) => free.includes(row))).toBe(true);
    expect(utilities).toHaveLength(40);
    for (const [i, utility] of utilities.entries()) {
      expect(Number.isFinite(utility)).toBe(true);
      if (i > 0) expect(utility).toBeLessThanOrEqual(utilities[i - 1] as number);
    }
  });

  it('asks the whole pool when the budget is the pool', async () => {
    const { rows } = await select(strategy, pool, free.length);
    expect(rows.toSorted((a, b) => a - b)).toEqual(free);
  });

  it('asks the only row of a pool of one', async () => {
    const one = withLabelled(makePool(12), [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11]);
    expect((await select(strategy, one, 1)).rows).toEqual([8]);
  });

  it('asks a pool without a label, or says that it needs some', async () => {
    const work = select(strategy, unlabelled(pool), 20);
    expect(['none', 'INVALID_LABELS']).toContain(await codeOf(work));
  });

  it('names what is wrong with the budget or the pool', async () => {
    expect(await codeOf(select(strategy, pool, free.length + 1))).toBe('POOL_EXHAUSTED');
    expect(await codeOf(select(strategy, makePool(0), 1))).toBe('EMPTY_POOL');
    for (const budget of [0, -1, 1.5, Number.NaN]) {
      expect(await codeOf(select(strategy, pool, budget))).toBe('INVALID_BUDGET');
    }
  });

  it('gives the same answer for the same seed', async () => {
    const first = await select(strategy, pool, 30, { seed: 7 });
    expect(await select(strategy, makePool(300), 30, { seed: 7 })).toEqual(first);
  });

  it('asks the same whatever numbers the classes have, unless it says that it matches them', async () => {
    // without probabilities or a head nothing can be matched, and the order of classes may break ties
    const hasColumns = ['probabilities', 'head'].some((name) => strategy.needs.includes(name as SignalName));
    if (!hasColumns || strategy.matchesClasses === true) return;
    const { rows, labels } = pool.labelled;
    const renumbered = { ...pool, labelled: { rows, labels: labels.map((label) => (label + 1) % CLASSES) } };
    expect(await select(strategy, renumbered, 30)).toEqual(await select(strategy, pool, 30));
  });

  it('leaves its input as it was', async () => {
    const before = structuredClone(pool);
    await select(strategy, pool, 20);
    expect(pool).toEqual(before);
  });

  it('reads the signals it declares and no others', async () => {
    expect((await select(watched(strategy), pool, 20)).rows).toEqual((await select(strategy, pool, 20)).rows);
  });

  it('says which signals it was not given', async () => {
    if (strategy.needs.length === 0) return;
    const { size, labelled } = pool;
    await expect(select(strategy, { size, labelled }, 1)).rejects.toThrow(strategy.needs.join(' and '));
    expect(await codeOf(select(strategy, { size, labelled }, 1))).toBe('STRATEGY_NEEDS');
  });

  it('takes a pool whose rows are all equal', async () => {
    const { rows } = await select(strategy, makePool(120, { sourceOf: () => 0 }), 60);
    expect(new Set(rows).size).toBe(60);
  });

  it('takes embeddings of length zero', async () => {
    const zeros = makePool(60);
    zeros.embeddings?.data.fill(0, 0, 30 * WIDTH);
    expect((await select(strategy, zeros, 50)).rows).toHaveLength(50);
    zeros.embeddings?.data.fill(0);
    expect((await select(strategy, zeros, 50)).rows).toHaveLength(50);
  });

  it('takes probabilities of 0 and 1', async () => {
    const certain = makePool(40);
    for (const data of [certain.probabilities?.data, certain.committee?.data]) {
      data?.forEach((_, i) => {
        data[i] = i % CLASSES === 0 ? 1 : 0;
      });
    }
    const { utilities } = await select(strategy, certain, 30);
    expect(utilities.every((utility) => Number.isFinite(utility))).toBe(true);
  });

  it.each(strategy.needs)('refuses a NaN in %s by the row it is in', async (name) => {
    const broken = makePool(100);
    const { data, columns, rows } = broken[name] as Matrix;
    const row = Math.min(42, rows - 1);
    data[row * columns + columns - 1] = Number.NaN;
    await expect(select(strategy, broken, 1)).rejects.toThrow(new RegExp(`row ${row}\\b`, 'i'));
    expect(await codeOf(select(strategy, broken, 1))).toBe(signalErrorCode(name));
  });

  it('refuses an option it does not know', async () => {
    expect(await codeOf(select(strategy, pool, 1, { options: { nonsense: 1 } }))).toBe('INVALID_OPTION');
  });

  it('stops when it is cancelled', async () => {
    expect(await codeOf(select(strategy, pool, 1, { signal: AbortSignal.abort() }))).toBe('CANCELLED');
  });

  // on a pool half as large, since what makes it look too seldom are mostly passes over the pool
  it('looks at least every 200 ms of work in a pool of 100,000 whether it is cancelled', {
    timeout: 60_000,
  }, async () => {
    const large = unlabelledIfPossible(largePool());
    const started = workMs();
    let lookedAt = started;
    let longest = 0;
    const impatient = {
      get aborted() {
        const now = workMs();
        longest = Math.max(longest, now - lookedAt);
        lookedAt = now;
        return now - started > 300;
      },
    };
    expect(['none', 'CANCELLED']).toContain(await codeOf(select(strategy, large, 1000, { signal: impatient })));
    expect(Math.max(longest, workMs() - lookedAt)).toBeLessThan(100);
  });

  it('says what it is', () => {
    expect(strategy.id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const text of [strategy.title, strategy.summary, strategy.formula, strategy.reference, strategy.cost]) {
      expect(text.length).toBeGreaterThan(2);
    }
  });
});

/** What this thread has worked so far; while it waits for a busy machine it does not work. */
function workMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

let large: PoolSignals | undefined;

function largePool(): PoolSignals {
  large ??= makePool(50_000, { sourceOf: (row) => row });
  return large;
}

/** Few labels: the more there are, the less is left to do for a strategy that keeps away from them. */
function unlabelledIfPossible(pool: PoolSignals): PoolSignals {
  return withLabelled(pool, [...pool.labelled.rows.subarray(0, CLASSES)]);
}

describe.each(strategies.filter(({ kind }) => kind === 'scorer').map((s) => [s.id, s as Scorer] as const))(
  '%s, row by row',
  (_, strategy) => {
    const pool = unlabelled(makePool(500));

    it('asks the same items in the same order however the pool is split', async () => {
      const whole = await select(strategy, pool, 100);
      for (const blockSize of [1, 7, 500]) {
        const { rows, utilities } = await selectTop(blocks(pool, blockSize), {
          strategy,
          options: {},
          budget: 100,
          seed: 3,
          signal,
        });
        expect({ rows: [...rows], utilities: [...utilities] }).toEqual(whole);
      }
    });

    it('is a prefix of what a larger budget asks', async () => {
      const { rows } = await select(strategy, pool, 200);
      expect((await select(strategy, pool, 40)).rows).toEqual(rows.slice(0, 40));
    });

    it('breaks ties by the seed, without favouring a place in the pool', async () => {
      const equal = unlabelled(makePool(300, { sourceOf: () => 0 }));
      const one = (await select(strategy, equal, 100, { seed: 1 })).rows;
      const two = (await select(strategy, equal, 100, { seed: 2 })).rows;
      expect(one).not.toEqual(two);
      // 100 of 300 rows drawn at random: the mean row has a standard deviation of 7.1
      const mean = one.reduce((a, b) => a + b, 0) / one.length;
      expect(Math.abs(mean - 149.5)).toBeLessThan(36);
    });

    it('scores a block without knowing what has been kept so far', () => {
      const [block] = blocks(pool, 500);
      const declared = Object.fromEntries(strategy.needs.map((name) => [name, (block as Block<SignalName>)[name]]));
      const { size, rowAt } = block as Block<SignalName>;
      const options = strategy.options.parse({});
      const context = { options, seed: 0, floor: Number.NEGATIVE_INFINITY };
      expect(strategy.score(guarded({ size, rowAt, ...declared } as Block<SignalName>), context)).toHaveLength(500);
    });
  },
);

function* blocks(pool: PoolSignals, blockSize: number): Generator<Block<SignalName>> {
  for (let start = 0; start < pool.size; start += blockSize) {
    const end = Math.min(pool.size, start + blockSize);
    const signals = signalNames.map((name) => [name, partOf(pool, name, start, end)]);
    yield { size: end - start, rowAt: (i: number) => start + i, ...Object.fromEntries(signals) } as Block<SignalName>;
  }
}

function partOf(pool: PoolSignals, name: SignalName, start: number, end: number): unknown {
  const whole = pool[name] as Matrix | Committee;
  if (!isPerItem(name)) return whole;
  const { data, rows, columns } = whole;
  const members = 'members' in whole ? whole.members : 1;
  const parts = Array.from({ length: members }, (_, m) =>
    data.subarray((m * rows + start) * columns, (m * rows + end) * columns),
  );
  return { ...whole, data: Float32Array.from(parts.flatMap((part) => [...part])), rows: end - start };
}
