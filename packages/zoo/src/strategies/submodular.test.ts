import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import facilityLocation from './facility-location.ts';
import graphCut from './graph-cut.ts';

/** The whole kernel written out: (1 + cos) / 2 where either row is among the k nearest of the other, else 0. */
function kernel(data: Float32Array, columns: number, k: number): number[][] {
  const rows = Array.from({ length: data.length / columns }, (_, i) => {
    const row = [...data.subarray(i * columns, (i + 1) * columns)];
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
  const s = rows.map((a) => rows.map((b) => (1 + a.reduce((sum, x, d) => sum + x * (b[d] as number), 0)) / 2));
  const near = s.map(
    (row, i) =>
      new Set(
        row
          .map((_, j) => j)
          .filter((j) => j !== i)
          .sort((a, b) => (row[b] as number) - (row[a] as number))
          .slice(0, k),
      ),
  );
  return s.map((row, i) => row.map((value, j) => (i === j ? 1 : near[i]?.has(j) || near[j]?.has(i) ? value : 0)));
}

/** Takes the row that raises the value of the set the most, each time, by the value of whole sets. */
function greedy(size: number, value: (set: readonly number[]) => number, known: readonly number[], n: number) {
  const rows: number[] = [];
  const utilities: number[] = [];
  while (rows.length < n) {
    const set = [...known, ...rows];
    const before = value(set);
    const gains = Array.from({ length: size }, (_, i) => (set.includes(i) ? -1e9 : value([...set, i]) - before));
    const best = Math.max(...gains);
    rows.push(gains.indexOf(best));
    utilities.push(best);
  }
  return { rows, utilities };
}

const columns = 4;
const data = cloud(80, columns, { groups: 7, spread: 0.5 });
const labelled = [2, 33, 71];
const neighbours = 9;
const s = kernel(data, columns, neighbours);
const at = (i: number, j: number): number => s[i]?.[j] as number;

describe('facility-location', () => {
  const value = (set: readonly number[]): number =>
    s.reduce((sum, row) => sum + Math.max(0, ...set.map((j) => row[j] as number)), 0);

  it.each([[labelled], [[]]])('takes a row that raises the value of the set the most, labelled: %j', async (known) => {
    const from = pool({ embeddings: data, columns, labelled: known });
    const { rows, utilities } = await select(facilityLocation, from, 30, { options: { neighbours } });
    // rows that stand for each other alone are as good as each other
    for (const [rank, row] of rows.entries()) {
      const set = [...known, ...rows.subarray(0, rank)];
      const gains = s.map((_, i) => value([...set, i]) - value(set));
      expect(gains[row]).toBeCloseTo(Math.max(...gains), 5);
      expect(utilities[rank]).toBeCloseTo(Math.max(...gains), 4);
    }
  });

  it('asks the middle of each group of directions, by hand', async () => {
    const angles = [0, 30, 60, 180, 200].map((degrees) => (degrees * Math.PI) / 180);
    const embeddings = Float32Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)]));
    const from = pool({ embeddings, columns: 2 });
    const { rows, utilities } = await select(facilityLocation, from, 2, { options: { neighbours: 1 } });
    // 30 degrees stands for itself and both sides: 1 + 2 (1 + cos 30) / 2
    expect(rows[0]).toBe(1);
    expect(utilities[0]).toBeCloseTo(2 + Math.cos(Math.PI / 6), 5);
    expect([3, 4]).toContain(rows[1]);
    expect(utilities[1]).toBeCloseTo(1 + (1 + Math.cos(Math.PI / 9)) / 2, 5);
  });
});

describe('graph-cut', () => {
  it.each([0.4, 0.8])('takes the row that raises the cut the most, lambda %d', async (lambda) => {
    const value = (set: readonly number[]): number =>
      set.reduce((sum, j) => sum + s.reduce((total, row) => total + (row[j] as number), 0), 0) -
      lambda * set.reduce((sum, i) => sum + set.reduce((total, j) => total + at(i, j), 0), 0);
    const expected = greedy(80, value, labelled, 20);
    const from = pool({ embeddings: data, columns, labelled });
    const { rows, utilities } = await select(graphCut, from, 20, { options: { neighbours, lambda } });
    expect([...rows]).toEqual(expected.rows);
    for (const [rank, utility] of expected.utilities.entries()) expect(utilities[rank]).toBeCloseTo(utility, 4);
  });
});

it.each([facilityLocation, graphCut])(
  '$id orders equal rows by the seed, and takes copies and zeros',
  async (strategy) => {
    const from = pool({ embeddings: new Float32Array(180).fill(2), columns: 3 });
    const one = await select(strategy, from, 60, { seed: 1 });
    expect(new Set(one.rows).size).toBe(60);
    expect((await select(strategy, from, 60, { seed: 2 })).rows).not.toEqual(one.rows);
    const zeros = pool({ embeddings: new Float32Array(30), columns: 3 });
    expect(new Set((await select(strategy, zeros, 10)).rows).size).toBe(10);
  },
);

it.each([facilityLocation, graphCut])('$id refuses a row that is not finite by its number', async (strategy) => {
  const broken = cloud(50, 3);
  broken[7 * 3] = Number.NaN;
  await expect(select(strategy, pool({ embeddings: broken, columns: 3 }), 5)).rejects.toThrow(/row 7 /i);
});
