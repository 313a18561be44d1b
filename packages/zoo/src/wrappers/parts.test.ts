import { matrix, type SignalName, type WholePool } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { pool } from '../testing/pool.ts';
import { splitPool } from '../testing/split-pool.ts';
import classBalance from './class-balance.ts';
import partitioned from './partitioned.ts';
import randomSubset from './random-subset.ts';

const plain = (size: number, labelled: number[] = []) =>
  pool({ embeddings: new Float32Array(size), columns: 1, labelled });

describe('partitioned', () => {
  it('parts all candidates, and the budget, as evenly as they divide', async () => {
    const parts = await splitPool(partitioned, plain(26, [3, 9, 20]), 10, { options: { partitions: 4 } });
    expect(parts.map(({ candidates }) => candidates.length)).toEqual([6, 6, 6, 5]);
    expect(parts.map(({ n }) => n)).toEqual([3, 3, 2, 2]);
    const all = parts.flatMap(({ candidates }) => candidates);
    expect(all.toSorted((a, b) => a - b)).toEqual([...plain(26, [3, 9, 20]).candidates]);
    for (const { candidates } of parts) expect(candidates).toEqual(candidates.toSorted((a, b) => a - b));
  });

  it('makes no more parts than there are items to ask', async () => {
    const parts = await splitPool(partitioned, plain(9), 2, { options: { partitions: 5 } });
    expect(parts.map(({ candidates, n }) => [candidates.length, n])).toEqual([
      [5, 1],
      [4, 1],
    ]);
  });

  it('never asks more of a part than it holds', async () => {
    for (let size = 1; size <= 12; size++) {
      for (let n = 1; n <= size; n++) {
        const parts = await splitPool(partitioned, plain(size), n, { options: { partitions: 5 } });
        expect(parts.every((part) => part.n >= 1 && part.n <= part.candidates.length)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part.n, 0)).toBe(n);
      }
    }
  });

  it('gives every row the same chance of every part', async () => {
    const counts = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const [first] = await splitPool(partitioned, plain(20), 8, { options: { partitions: 4 }, seed });
      for (const row of first?.candidates ?? []) counts[row] = (counts[row] as number) + 1;
    }
    // 500 each; of chi-square with 19 degrees of freedom, exceeded with chance 0.001
    expect(counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0)).toBeLessThan(43.82);
  });
});

describe('random-subset', () => {
  it('keeps as many as it is told, each with the same chance', async () => {
    const counts = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const [part] = await splitPool(randomSubset, plain(20), 3, { options: { size: 5 }, seed });
      expect(new Set(part?.candidates).size).toBe(5);
      expect(part?.n).toBe(3);
      for (const row of part?.candidates ?? []) counts[row] = (counts[row] as number) + 1;
    }
    expect(counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0)).toBeLessThan(43.82);
  });

  it('asks no more than it keeps, and keeps no more than there are', async () => {
    const [few] = await splitPool(randomSubset, plain(20), 9, { options: { size: 5 } });
    expect(few?.n).toBe(5);
    expect(await splitPool(randomSubset, plain(4, [1]), 2)).toEqual([{ candidates: [0, 2, 3], n: 2 }]);
  });
});

/** Rows that are each sure of one class; the first ones are labelled. */
function classes(predicted: readonly number[], labels: readonly number[]): WholePool<SignalName> {
  const size = labels.length + predicted.length;
  const probabilities = new Float32Array(size * 3);
  for (const [i, c] of predicted.entries()) {
    probabilities.fill(0.25, (labels.length + i) * 3, (labels.length + i + 1) * 3);
    probabilities[(labels.length + i) * 3 + c] = 0.5;
  }
  return {
    ...pool({ embeddings: new Float32Array(size), columns: 1, labelled: [...labels.keys()], labels }),
    probabilities: matrix(probabilities, 3),
  };
}

/** How many of each class are asked. */
async function asked(given: WholePool<SignalName>, n: number): Promise<number[]> {
  const counts = [0, 0, 0];
  for (const part of await splitPool(classBalance, given, n)) {
    const row = part.candidates[0] as number;
    const p = given.probabilities.data.subarray(row * 3, row * 3 + 3);
    counts[p.indexOf(0.5)] = part.n;
  }
  return counts;
}

describe('class-balance', () => {
  const many = Array.from({ length: 30 }, (_, i) => i % 3);

  it('parts the candidates by their most likely class', async () => {
    const parts = await splitPool(classBalance, classes([2, 0, 2, 1, 0], [0]), 5);
    expect(parts.map(({ candidates }) => candidates)).toEqual([[2, 5], [4], [1, 3]]);
  });

  it('asks what each class lacks beside the largest', async () => {
    // 4, 1 and 0 labelled: 0, 3 and 4 are lacking
    const given = classes(many, [0, 0, 0, 0, 1]);
    expect(await asked(given, 7)).toEqual([0, 3, 4]);
    // 3 in proportion to 3 and 4: 9/7 and 12/7
    expect(await asked(given, 3)).toEqual([0, 1, 2]);
    // 3 more than are lacking, one for each
    expect(await asked(given, 10)).toEqual([1, 4, 5]);
  });

  it('asks the others for what a class has no room for', async () => {
    // only one item is predicted to be of class 2, and five of class 1
    const given = classes([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2], [0, 0, 0, 0, 1]);
    expect(await asked(given, 4)).toEqual([0, 3, 1]);
    expect(await asked(given, 8)).toEqual([2, 5, 1]);
    expect(await asked(given, 14)).toEqual([8, 5, 1]);
  });

  it('asks equal shares where nothing is labelled, or all is in balance', async () => {
    expect(await asked(classes(many, []), 6)).toEqual([2, 2, 2]);
    expect(await asked(classes(many, [0, 1, 2]), 7)).toEqual([3, 2, 2]);
  });

  it('does not count labels of a class that the probabilities do not have', async () => {
    expect(await asked(classes(many, [7, 7, 7, 0]), 2)).toEqual([0, 1, 1]);
  });
});
