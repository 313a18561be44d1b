import { type Block, isAlaasError, mix, type SignalName, type Strategy } from '@alaas/core';
import { strategies } from '@alaas/zoo';
import { describe, expect, it } from 'vitest';
import { selectTop } from './select-top.ts';

const CLASSES = 4;
const WIDTH = 5;
const signal = new AbortController().signal;

interface Pool {
  readonly probabilities: Float32Array;
  readonly embeddings: Float32Array;
  readonly size: number;
}

/** Seeded rows; every third one is a copy of the first, so that there are ties. */
function makePool(size: number, seed = 1): Pool {
  const probabilities = new Float32Array(size * CLASSES);
  const embeddings = new Float32Array(size * WIDTH);
  for (let row = 0; row < size; row++) {
    const of = row % 3 === 0 ? 0 : row;
    const raw = Array.from({ length: CLASSES }, (_, k) => mix(seed, of * CLASSES + k) / 2 ** 32 + 1e-3);
    const sum = raw.reduce((a, b) => a + b, 0);
    for (const [k, value] of raw.entries()) probabilities[row * CLASSES + k] = value / sum;
    for (let d = 0; d < WIDTH; d++) embeddings[row * WIDTH + d] = mix(seed + 1, of * WIDTH + d) / 2 ** 32 - 0.5;
  }
  return { probabilities, embeddings, size };
}

function* blocks(pool: Pool, blockSize: number): Generator<Block<SignalName>> {
  for (let start = 0; start < pool.size; start += blockSize) {
    const end = Math.min(pool.size, start + blockSize);
    yield {
      size: end - start,
      rowAt: (i) => start + i,
      probabilities: {
        data: pool.probabilities.subarray(start * CLASSES, end * CLASSES),
        rows: end - start,
        columns: CLASSES,
      },
      embeddings: { data: pool.embeddings.subarray(start * WIDTH, end * WIDTH), rows: end - start, columns: WIDTH },
    };
  }
}

async function select(strategy: Strategy, pool: Pool, budget: number, seed = 3, blockSize = 64) {
  const { rows, utilities } = await selectTop(blocks(pool, blockSize), { strategy, options: {}, budget, seed, signal });
  return { rows: [...rows], utilities: [...utilities] };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (isAlaasError(error)) return error.code;
    throw error;
  }
  return 'no error';
}

describe.each(strategies.map((strategy) => [strategy.id, strategy] as const))('%s', (_, strategy) => {
  const pool = makePool(500);

  it('asks n distinct items of the pool', async () => {
    const { rows, utilities } = await select(strategy, pool, 50);
    expect(rows).toHaveLength(50);
    expect(utilities).toHaveLength(50);
    expect(new Set(rows).size).toBe(50);
    expect(rows.every((row) => Number.isInteger(row) && row >= 0 && row < 500)).toBe(true);
  });

  it('gives utilities that never rise', async () => {
    const { utilities } = await select(strategy, pool, 200);
    for (let i = 1; i < utilities.length; i++) expect(utilities[i]).toBeLessThanOrEqual(utilities[i - 1] as number);
  });

  it('asks the whole pool when the budget is the pool', async () => {
    const { rows } = await select(strategy, pool, 500);
    expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
  });

  it('is a prefix of what a larger budget asks', async () => {
    const { rows } = await select(strategy, pool, 200);
    expect((await select(strategy, pool, 40)).rows).toEqual(rows.slice(0, 40));
  });

  it('names what is wrong with the budget or the pool', async () => {
    expect(await codeOf(select(strategy, pool, 501))).toBe('POOL_EXHAUSTED');
    expect(await codeOf(select(strategy, makePool(0), 1))).toBe('EMPTY_POOL');
    for (const budget of [0, -1, 1.5, Number.NaN]) {
      expect(await codeOf(select(strategy, pool, budget))).toBe('INVALID_BUDGET');
    }
  });

  it('asks the same items in the same order for the same seed, however the pool is split', async () => {
    const first = await select(strategy, pool, 100);
    for (const blockSize of [1, 7, 500]) expect(await select(strategy, pool, 100, 3, blockSize)).toEqual(first);
  });

  it('breaks ties by the seed, without favouring a place in the pool', async () => {
    const equal: Pool = {
      size: 300,
      probabilities: new Float32Array(300 * CLASSES).fill(1 / CLASSES),
      embeddings: new Float32Array(300 * WIDTH).fill(1),
    };
    const one = (await select(strategy, equal, 100, 1)).rows;
    const two = (await select(strategy, equal, 100, 2)).rows;
    expect(one).not.toEqual(two);
    // 100 of 300 rows drawn at random: the mean row has a standard deviation of 7.1
    const mean = one.reduce((a, b) => a + b, 0) / one.length;
    expect(Math.abs(mean - 149.5)).toBeLessThan(36);
  });

  it('leaves its input as it was', async () => {
    const before = { probabilities: pool.probabilities.slice(), embeddings: pool.embeddings.slice() };
    await select(strategy, pool, 10);
    expect(pool.probabilities).toEqual(before.probabilities);
    expect(pool.embeddings).toEqual(before.embeddings);
  });

  it('is given the signals it declares and no others', () => {
    const [block] = blocks(pool, 500);
    const { size, rowAt } = block as Block<SignalName>;
    const declared = Object.fromEntries(strategy.needs.map((name) => [name, (block as Block<SignalName>)[name]]));
    const guarded = new Proxy({ size, rowAt, ...declared } as Block<SignalName>, {
      get(target, name) {
        if (!Object.hasOwn(target, name)) throw new Error(`read ${String(name)}, which is not declared`);
        return Reflect.get(target, name);
      },
    });
    const options = strategy.options.parse({});
    expect(strategy.score(guarded, { options, seed: 0, floor: Number.NEGATIVE_INFINITY })).toHaveLength(500);
  });

  it('takes probabilities of 0 and 1', async () => {
    const certain: Pool = { ...makePool(30), probabilities: new Float32Array(30 * CLASSES) };
    for (let row = 0; row < 30; row++) certain.probabilities[row * CLASSES] = 1;
    const { utilities } = await select(strategy, certain, 30);
    expect(utilities.every((utility) => Number.isFinite(utility))).toBe(true);
  });

  it('refuses a NaN by the row it is in', async () => {
    if (!strategy.needs.includes('probabilities')) return;
    const broken = makePool(100);
    broken.probabilities[42 * CLASSES + 1] = Number.NaN;
    await expect(select(strategy, broken, 100)).rejects.toThrow(/row 42/);
    await expect(select(strategy, broken, 1)).rejects.toThrow(/row 42/);
  });

  it('refuses an option it does not know', async () => {
    const work = selectTop(blocks(pool, 64), { strategy, options: { nonsense: 1 }, budget: 1, seed: 0, signal });
    expect(await codeOf(work)).toBe('INVALID_OPTION');
  });

  it('stops when it is cancelled', async () => {
    const stopped = AbortSignal.abort();
    const work = selectTop(blocks(pool, 64), { strategy, options: {}, budget: 1, seed: 0, signal: stopped });
    expect(await codeOf(work)).toBe('CANCELLED');
  });

  it('says what it is', () => {
    expect(strategy.id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const text of [strategy.title, strategy.summary, strategy.formula, strategy.reference, strategy.cost]) {
      expect(text.length).toBeGreaterThan(2);
    }
  });
});

describe('undeclared signals', () => {
  it('cannot be read by a strategy', async () => {
    let seen: unknown = 'nothing';
    const [random] = strategies.filter(({ id }) => id === 'random');
    const spy = {
      ...(random as Strategy),
      score(block: Block<SignalName>) {
        seen = block.probabilities;
        return new Float64Array(block.size);
      },
    };
    await select(spy, makePool(10), 1);
    expect(seen).toBeUndefined();
  });
});
