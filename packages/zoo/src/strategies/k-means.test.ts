import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import clue from './clue.ts';
import kMeans from './k-means.ts';

describe('k-means', () => {
  it('asks the row nearest to the mean of each group, the largest group first', async () => {
    const line = Float32Array.of(0, 1, 2, 3, 10, 100, 104, 108, 1000, 1001.5, 1005);
    const { rows, utilities } = await select(kMeans, pool({ embeddings: line, columns: 1, labelled: [8] }), 3, {
      seed: 3,
    });
    // means: 0 1 2 3 10 -> 3.2; 100 104 108 -> 104; 1001.5 1005 -> 1003.25, as near to either
    expect([...rows.subarray(0, 2)]).toEqual([3, 6]);
    expect([9, 10]).toContain(rows[2]);
    expect([...utilities]).toEqual([3, 2, 1]);
  });

  it('asks distinct rows in duplicates, one of each kind before any copy', async () => {
    const data = Float32Array.from({ length: 80 }, (_, i) => i % 5);
    const { rows } = await select(kMeans, pool({ embeddings: data, columns: 1 }), 30);
    expect(new Set([...rows.subarray(0, 5)].map((row) => row % 5)).size).toBe(5);
    expect(new Set(rows).size).toBe(30);
  });

  it('asks all candidates when the budget is all of them', async () => {
    const from = pool({ embeddings: cloud(120, 3), columns: 3, labelled: [5] });
    const { rows } = await select(kMeans, from, 119);
    expect([...rows].sort((a, b) => a - b)).toEqual([...from.candidates]);
  });

  it('orders rows that are all equal by the seed, and takes a pool of one', async () => {
    const from = pool({ embeddings: new Float32Array(120).fill(7), columns: 3 });
    const one = await select(kMeans, from, 10, { seed: 1 });
    expect((await select(kMeans, from, 10, { seed: 2 })).rows).not.toEqual(one.rows);
    expect((await select(kMeans, from, 10, { seed: 1 })).rows).toEqual(one.rows);
    expect([...(await select(kMeans, pool({ embeddings: Float32Array.of(3), columns: 1 }), 1)).rows]).toEqual([0]);
  });

  it('refuses a row that is not finite by its number', async () => {
    const data = cloud(50, 3);
    data[10] = Number.NaN;
    await expect(select(kMeans, pool({ embeddings: data, columns: 3 }), 5)).rejects.toThrow(/Row 3 /);
  });
});

describe('clue', () => {
  it('asks where the uncertain rows of a group lie, not in its middle', async () => {
    const line = Float32Array.of(0, 1, 2, 3, 4, 100, 101, 102, 103, 104);
    const sure = [1, 0];
    const open = [0.5, 0.5];
    const probabilities = Float32Array.from([sure, sure, sure, sure, open, open, sure, sure, sure, sure].flat());
    const from = pool({ embeddings: line, columns: 1, probabilities, classes: 2 });
    const { rows } = await select(clue, from, 2);
    expect([...rows].sort()).toEqual([4, 5]);
  });

  it('is k-means where all rows are equally uncertain, or sure', async () => {
    const embeddings = cloud(150, 2, { groups: 6 });
    for (const p of [1, 0.5]) {
      const probabilities = Float32Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? p : 1 - p));
      const from = pool({ embeddings, columns: 2, probabilities, classes: 2 });
      expect((await select(clue, from, 6)).rows).toEqual((await select(kMeans, from, 6)).rows);
    }
  });

  it('takes a temperature, and asks distinct rows', async () => {
    const from = pool({ embeddings: cloud(100, 2), columns: 2, probabilities: likelihoods(100, 4), classes: 4 });
    for (const temperature of [0.1, 10]) {
      expect(new Set((await select(clue, from, 25, { options: { temperature } })).rows).size).toBe(25);
    }
  });
});
