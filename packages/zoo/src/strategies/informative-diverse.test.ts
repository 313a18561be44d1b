import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import informativeDiverse from './informative-diverse.ts';

describe('informative-diverse', () => {
  it('passes over unsure rows of a cluster that has its share, by hand', async () => {
    // 6 rows around 0 and 2 around 100: of 4 picks, 3 and 1
    const embeddings = Float32Array.of(0, 1, 2, 3, 4, 5, 100, 101);
    const margins = [0.2, 0.3, 0.1, 0.4, 0.05, 0.15, 0.9, 0.8];
    const probabilities = Float32Array.from(margins.flatMap((m) => [1 - m / 2, m / 2]));
    const from = pool({ embeddings, columns: 1, probabilities, classes: 2 });
    const { rows, utilities } = await select(informativeDiverse, from, 4);
    expect([...rows]).toEqual([6, 3, 1, 0]);
    expect([...utilities]).toEqual([4, 3, 2, 1]);
    // with a whole batch of 8 those passed over follow
    expect([...(await select(informativeDiverse, from, 8)).rows].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('agrees with the rule written out, groups far apart being the clusters', async () => {
    const [size, groups, n] = [200, 5, 23];
    const embeddings = cloud(size, 3, { groups, spread: 0.01, seed: 3 });
    const probabilities = likelihoods(size, 4);
    const labelled = [0, 5, 6];
    const from = pool({ embeddings, columns: 3, probabilities, classes: 4, labelled });
    const margin = (i: number): number => {
      const [first, second] = [...probabilities.subarray(4 * i, 4 * i + 4)].sort((a, b) => b - a);
      return 1 - ((first as number) - (second as number));
    };
    const ranked = [...from.candidates].sort((a, b) => margin(b) - margin(a));
    const taken: number[] = [];
    for (const row of ranked) {
      const own = taken.filter((other) => other % groups === row % groups).length;
      if (own / n < 1 / groups) taken.push(row);
    }
    const expected = [...taken, ...ranked.filter((row) => !taken.includes(row))].slice(0, n);
    const { rows } = await select(informativeDiverse, from, n, { options: { clusters: groups } });
    expect([...rows]).toEqual(expected);
  });
});
