import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import bait from './bait.ts';

type Dense = number[][];

interface Item {
  readonly h: readonly number[];
  readonly p: readonly number[];
}

/** sum_c p_c g g', g = (p - e_c) (x) h the gradient of the loss for class c. */
function fullInformation({ h, p }: Item): Dense {
  const gradients = p.map((_, c) => p.flatMap((value, e) => h.map((x) => (value - (c === e ? 1 : 0)) * x)));
  return gradients[0]?.map((_a, i) =>
    gradients[0]?.map((_b, j) => p.reduce((sum, pc, c) => sum + pc * at(gradients, c, i) * at(gradients, c, j), 0)),
  ) as Dense;
}

function binaryInformation({ h, p }: Item): Dense {
  const most = Math.max(...p);
  return h.map((a) => h.map((b) => most * (1 - most) * a * b));
}

function at(matrix: Dense, i: number, j: number): number {
  return (matrix[i] as number[])[j] as number;
}

function plus(a: Dense, b: Dense, scale = 1): Dense {
  return a.map((row, i) => row.map((value, j) => value + scale * at(b, i, j)));
}

/** Gauss and Jordan, with pivots. */
function inverse(matrix: Dense): Dense {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    const left = Array.from({ length: n - c }, (_, r) => r + c);
    const pivot = left.reduce((a, b) => (Math.abs(at(rows, b, c)) > Math.abs(at(rows, a, c)) ? b : a));
    [rows[c], rows[pivot]] = [rows[pivot] as number[], rows[c] as number[]];
    const lead = at(rows, c, c);
    rows[c] = (rows[c] as number[]).map((value) => value / lead);
    for (let r = 0; r < n; r++) {
      const factor = at(rows, r, c);
      if (r !== c) rows[r] = (rows[r] as number[]).map((value, j) => value - factor * at(rows, c, j));
    }
  }
  return rows.map((row) => row.slice(n));
}

function leftOver(information: Dense, wanted: Dense): number {
  const m = inverse(information);
  return m.reduce((sum, row, i) => sum + row.reduce((total, value, j) => total + value * at(wanted, j, i), 0), 0);
}

interface Plain {
  readonly information: (item: Item) => Dense;
  readonly labelled: readonly number[];
  readonly lambda: number;
  readonly oversample: number;
}

/** Every matrix inverted anew for every choice. */
function plain(items: readonly Item[], n: number, { information, labelled, lambda, oversample }: Plain): number[] {
  const all = items.map(information);
  const open = [...items.keys()].filter((i) => !labelled.includes(i));
  const size = (all[0] as Dense).length;
  const zero = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const wanted = open.reduce((sum, i) => plus(sum, all[i] as Dense, 1 / open.length), zero);
  let m = zero.map((row, i) => row.map((_, j) => (i === j ? lambda : 0)));
  for (const i of labelled) m = plus(m, all[i] as Dense);
  let chosen: number[] = [];
  while (chosen.length < Math.min(open.length, oversample * n)) {
    const left = open.filter((i) => !chosen.includes(i));
    const errors = left.map((i) => leftOver(plus(m, all[i] as Dense), wanted));
    const best = left[errors.indexOf(Math.min(...errors))] as number;
    m = plus(m, all[best] as Dense);
    chosen.push(best);
  }
  while (chosen.length > n) {
    const errors = chosen.map((i) => leftOver(plus(m, all[i] as Dense, -1), wanted));
    const least = chosen[errors.indexOf(Math.min(...errors))] as number;
    m = plus(m, all[least] as Dense, -1);
    chosen = chosen.filter((i) => i !== least);
  }
  return chosen;
}

function itemsOf(embeddings: Float32Array, columns: number, probabilities: Float32Array, classes: number): Item[] {
  return Array.from({ length: embeddings.length / columns }, (_, i) => ({
    h: [...embeddings.subarray(i * columns, (i + 1) * columns)],
    p: [...probabilities.subarray(i * classes, (i + 1) * classes)],
  }));
}

describe('bait', () => {
  it('asks the row of most information on one axis, then of the other, by hand', async () => {
    // p(1) (1 - p(1)) h^2: 1/4 * 16 along x, 1/4 * 9 along y, 3/16 * 16 along x, 0
    const embeddings = Float32Array.of(4, 0, 0, 3, 4, 0, 9, 9);
    const probabilities = Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.75, 0.25, 1, 0);
    const from = pool({ embeddings, columns: 2, probabilities, classes: 2 });
    const options = { fisher: 'binary', oversample: 1 };
    // F = (7, 2.25) / 4: gains 1.75 * 4 / 5, 0.5625 * 2.25 / 3.25; after it 0.35 * 3 / 8 for the third
    const { rows, utilities } = await select(bait, from, 3, { options });
    expect([...rows]).toEqual([0, 1, 2]);
    expect([...utilities]).toEqual([3, 2, 1]);
  });

  it.each([
    ['full', 1, 2, 1],
    ['full', 2, 2, 0.05],
    ['full', 3, 1, 10],
    ['binary', 4, 2, 1],
    ['binary', 5, 3, 0.01],
  ] as const)(
    'in its %s form agrees with dense matrices inverted anew, data %d',
    async (fisher, seed, oversample, lambda) => {
      const [size, columns, classes, n] = [36, 3, fisher === 'full' ? 3 : 5, 5];
      const embeddings = cloud(size, columns, { seed, groups: 2 });
      const probabilities = likelihoods(size, classes, seed);
      const labelled = [30, 2, 11];
      const from = pool({ embeddings, columns, probabilities, classes, labelled });
      const { rows } = await select(bait, from, n, { options: { fisher, oversample, lambda } });
      const information = fisher === 'full' ? fullInformation : binaryInformation;
      const items = itemsOf(embeddings, columns, probabilities, classes);
      expect([...rows]).toEqual(plain(items, n, { information, labelled, lambda, oversample }));
    },
  );

  it('is the same in both forms for two classes, where the information differs by a factor alone', async () => {
    const embeddings = cloud(60, 4, { seed: 9 });
    const probabilities = likelihoods(60, 2, 9);
    const from = pool({ embeddings, columns: 4, probabilities, classes: 2 });
    // (p - e) (x) h holds each axis of h twice: twice the information of one of them
    const full = await select(bait, from, 8, { options: { fisher: 'full', lambda: 2 } });
    const binary = await select(bait, from, 8, { options: { fisher: 'binary', lambda: 1 } });
    expect(full.rows).toEqual(binary.rows);
  });

  it('asks no second copy while another axis is unknown, however uncertain it is', async () => {
    const embeddings = Float32Array.from({ length: 200 }, (_, i) => (Math.floor(i / 4) % 4 === i % 4 ? 5 : 0));
    const probabilities = Float32Array.from({ length: 100 }, (_, i) =>
      Math.floor(i / 2) % 4 === 0 ? 0.5 : i % 2 === 0 ? 0.9 : 0.1,
    );
    const from = pool({ embeddings, columns: 4, probabilities, classes: 2 });
    const { rows } = await select(bait, from, 4);
    expect(new Set([...rows].map((row) => row % 4)).size).toBe(4);
  });

  it('takes the form that fits, and refuses what does not, with what it would need', async () => {
    const embeddings = cloud(40, 30, { seed: 1 });
    const probabilities = likelihoods(40, 5, 1);
    const from = pool({ embeddings, columns: 30, probabilities, classes: 5 });
    const rowsOf = async (options: object): Promise<number[]> => [...(await select(bait, from, 6, { options })).rows];
    const [full, binary] = [await rowsOf({ fisher: 'full' }), await rowsOf({ fisher: 'binary' })];
    expect(full).not.toEqual(binary);
    expect(await rowsOf({})).toEqual(full);
    expect(await rowsOf({ maxParameters: 149 })).toEqual(binary);
    expect(await rowsOf({ memoryGb: 0.0005 })).toEqual(binary);
    for (const [options, message] of [
      [{ fisher: 'full', memoryGb: 0.0005 }, /full form keeps 0\.00092 GB .* allows 0\.0005.*fisher=binary/],
      [{ memoryGb: 0.00001 }, /binary form keeps/],
    ] as const) {
      const error: unknown = await rowsOf(options).catch((reason: unknown) => reason);
      expect(isAlaasError(error, 'NOT_ENOUGH_MEMORY')).toBe(true);
      expect((error as Error).message).toMatch(message);
    }
  });

  it('takes the binary form by itself where the full one would take seconds for each pick', async () => {
    const parts = {
      embeddings: cloud(700, 2, { seed: 3 }),
      columns: 2,
      probabilities: likelihoods(700, 80, 3),
      classes: 80,
    };
    const { rows } = await select(bait, pool(parts), 5);
    expect(rows).toEqual((await select(bait, pool(parts), 5, { options: { fisher: 'binary' } })).rows);
  });

  it('takes long embeddings, whose sums float32 rounds by more than lambda', async () => {
    for (const fisher of ['full', 'binary']) {
      for (const scale of [1e4, 1e9, 1e15]) {
        const embeddings = cloud(300, 4, { seed: 2 }).map((x) => scale * x);
        const labelled = Array.from({ length: 40 }, (_, i) => 7 * i);
        const parts = { embeddings, columns: 4, probabilities: likelihoods(300, 3, 2), classes: 3, labelled };
        const { rows } = await select(bait, pool(parts), 30, { options: { fisher } });
        expect(new Set(rows).size).toBe(30);
      }
    }
  });

  it('keeps its picks exact over hundreds of changes, when little is left to learn', async () => {
    const embeddings = cloud(700, 4, { seed: 6, groups: 3 });
    const probabilities = likelihoods(700, 3, 6);
    const from = pool({ embeddings, columns: 4, probabilities, classes: 3 });
    const { rows } = await select(bait, from, 300, { options: { fisher: 'binary' } });
    const items = itemsOf(embeddings, 4, probabilities, 3);
    const all = items.map(binaryInformation);
    const zero: Dense = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
    const wanted = all.reduce<Dense>((sum, own) => plus(sum, own, 1 / 700), zero);
    const one: Dense = zero.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
    const errorOf = (chosen: readonly number[]): number =>
      leftOver(
        chosen.reduce((m, i) => plus(m, all[i] as Dense), one),
        wanted,
      );
    const found = errorOf([...rows]);
    // no single exchange betters what greedy choice and dropping found by more than a little
    const outside = [...from.candidates].filter((i) => !rows.includes(i));
    for (let trial = 0; trial < 200; trial++) {
      const changed = [...rows].with(trial % 300, outside[(trial * 37) % outside.length] as number);
      expect(errorOf(changed)).toBeGreaterThan(found * (1 - 1e-3));
    }
  });
});
