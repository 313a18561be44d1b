import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import diverseMiniBatch from './diverse-mini-batch.ts';

describe('diverse-mini-batch', () => {
  it('asks the middle of each group of uncertain rows, by hand', async () => {
    const line = Float32Array.of(0, 1, 2, 100, 101, 102, 103, 50, 51);
    // rows 7 and 8 are sure; in the second group the last is by far the least sure
    const gaps = [0.2, 0.2, 0.2, 0.5, 0.5, 0.5, 0, 1, 1];
    const probabilities = Float32Array.from(gaps.flatMap((gap) => [(1 + gap) / 2, (1 - gap) / 2]));
    const from = pool({ embeddings: line, columns: 1, probabilities, classes: 2 });
    const { rows, utilities } = await select(diverseMiniBatch, from, 2, { options: { beta: 3.5 } });
    // weighted mean of the second group: 100 + (0.5 * 1 + 0.5 * 2 + 1 * 3) / 2.5 = 101.8; the largest cluster first
    expect([...rows]).toEqual([5, 1]);
    expect([...utilities]).toEqual([2, 1]);
  });

  it('agrees with weighted means of the groups among the beta B least sure rows', async () => {
    const embeddings = cloud(240, 4, { groups: 6, spread: 0.1, seed: 8 });
    const probabilities = likelihoods(240, 3, 2);
    const from = pool({ embeddings, columns: 4, probabilities, classes: 3, labelled: [0, 1, 2] });
    const row = (i: number): number[] => [...embeddings.subarray(4 * i, 4 * i + 4)];
    const unsure = (i: number): number => {
      const [first, second] = [...probabilities.subarray(3 * i, 3 * i + 3)].sort((a, b) => b - a) as [number, number];
      return 1 - (first - second);
    };
    const kept = [...from.candidates].sort((a, b) => unsure(b) - unsure(a)).slice(0, 120);
    const expected = Array.from({ length: 6 }, (_, group) => {
      const own = kept.filter((i) => i % 6 === group);
      const mass = own.reduce((sum, i) => sum + unsure(i), 0);
      const mean = row(0).map((_value, d) => own.reduce((sum, i) => sum + unsure(i) * (row(i)[d] as number), 0) / mass);
      const distance = (i: number): number => Math.hypot(...row(i).map((value, d) => value - (mean[d] as number)));
      return own.reduce((best, i) => (distance(i) < distance(best) ? i : best));
    });
    const { rows } = await select(diverseMiniBatch, from, 6, { options: { beta: 20 } });
    expect([...rows].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
  });

  it('asks distinct rows of the kept ones only, where many are copies and centres meet', async () => {
    const embeddings = Float32Array.from({ length: 200 }, (_, i) => i % 4);
    const probabilities = new Float32Array(400).fill(0.5);
    for (let i = 50; i < 200; i++) probabilities.set([0.9, 0.1], 2 * i);
    const from = pool({ embeddings, columns: 1, probabilities, classes: 2 });
    const { rows } = await select(diverseMiniBatch, from, 20, { options: { beta: 2.5 } });
    expect(new Set(rows).size).toBe(20);
    expect(Math.max(...rows)).toBeLessThan(50);
    expect(new Set([...rows.subarray(0, 4)].map((i) => i % 4)).size).toBe(4);
  });

  it('parts sure rows too, all alike', async () => {
    const probabilities = Float32Array.from({ length: 160 }, (_, i) => 1 - (i % 2));
    const from = pool({ embeddings: cloud(80, 2, { groups: 4, spread: 0.1 }), columns: 2, probabilities, classes: 2 });
    const { rows } = await select(diverseMiniBatch, from, 4, { options: { beta: 20 } });
    expect(new Set([...rows].map((i) => i % 4)).size).toBe(4);
  });
});
