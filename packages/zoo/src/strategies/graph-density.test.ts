import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import graphDensity from './graph-density.ts';

type Metric = 'manhattan' | 'euclidean';

/** The whole graph as a matrix of weights, 0 where there is no edge. */
function weights(data: Float32Array, columns: number, k: number, metric: Metric): number[][] {
  const rows = Array.from({ length: data.length / columns }, (_, i) => [
    ...data.subarray(i * columns, (i + 1) * columns),
  ]);
  const d = rows.map((a) =>
    rows.map((b) => {
      const gaps = a.map((value, c) => Math.abs(value - (b[c] as number)));
      return metric === 'manhattan' ? gaps.reduce((sum, gap) => sum + gap, 0) : Math.hypot(...gaps);
    }),
  );
  const near = d.map((row, i) =>
    row
      .map((_, j) => j)
      .filter((j) => j !== i)
      .sort((a, b) => (row[a] as number) - (row[b] as number))
      .slice(0, k),
  );
  return d.map((row, i) =>
    row.map((gap, j) => (near[i]?.includes(j) || near[j]?.includes(i) ? Math.exp(-gap / columns) : 0)),
  );
}

function plain(w: number[][], labelled: readonly number[], n: number): { rows: number[]; values: number[] } {
  const g = w.map((row) => row.reduce((sum, x) => sum + x, 0) / row.filter((x) => x > 0).length);
  const closed = new Set<number>();
  const choose = (i: number): void => {
    closed.add(i);
    const own = g[i] as number;
    for (const [j, x] of (w[i] as number[]).entries()) if (x > 0) g[j] = (g[j] as number) - own;
  };
  for (const i of labelled) choose(i);
  const rows: number[] = [];
  const values: number[] = [];
  while (rows.length < n) {
    const open = g.map((value, i) => (closed.has(i) ? Number.NEGATIVE_INFINITY : value));
    const best = Math.max(...open);
    values.push(best);
    rows.push(open.indexOf(best));
    choose(open.indexOf(best));
  }
  return { rows, values };
}

describe('graph-density', () => {
  it('asks the row whose neighbours are nearest, then one away from it, by hand', async () => {
    // k = 1 on a line: 0-1, 1-3 (the nearest of 3 is 1), 20-22
    const from = pool({ embeddings: Float32Array.of(0, 1, 3, 20, 22), columns: 1 });
    const { rows, utilities } = await select(graphDensity, from, 3, { options: { neighbours: 1 } });
    const e = Math.exp;
    // g: e^-1, (e^-1 + e^-2) / 2, e^-2, e^-2, e^-2
    expect(rows[0]).toBe(0);
    expect(utilities[0]).toBeCloseTo(e(-1), 6);
    // row 1 falls below 0, rows 2, 3 and 4 stay
    expect([2, 3, 4]).toContain(rows[1]);
    expect(utilities[1]).toBeCloseTo(e(-2), 6);
  });

  it.each<[Metric]>([['manhattan'], ['euclidean']])('agrees with the whole graph written out, %s', async (metric) => {
    const columns = 40;
    const data = cloud(120, columns, { groups: 5 });
    for (const labelled of [[], [3, 50, 51]]) {
      const expected = plain(weights(data, columns, 6, metric), labelled, 40);
      const from = pool({ embeddings: data, columns, labelled });
      const { rows, utilities } = await select(graphDensity, from, 40, { options: { neighbours: 6, metric } });
      expect([...rows]).toEqual(expected.rows);
      let least = Number.POSITIVE_INFINITY;
      for (const [rank, value] of expected.values.entries()) {
        least = Math.min(least, value);
        expect(utilities[rank]).toBeCloseTo(least, 5);
      }
    }
  });

  it('takes copies, and pools of one and two rows', async () => {
    const copies = await select(graphDensity, pool({ embeddings: new Float32Array(90).fill(2), columns: 3 }), 30);
    expect(new Set(copies.rows).size).toBe(30);
    for (const size of [1, 2]) {
      const { rows } = await select(graphDensity, pool({ embeddings: cloud(size, 3), columns: 3 }), size);
      expect([...rows].sort()).toEqual(size === 1 ? [0] : [0, 1]);
    }
  });
});
