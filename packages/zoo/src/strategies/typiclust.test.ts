import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import typiclust from './typiclust.ts';

/** Three groups on a line, around 0, 100 and 200, of 8, 7 and 6 rows; the densest row of each is its fourth. */
const line = Float32Array.from(
  [
    [0, 4, 7, 8, 9, 12, 20, 30],
    [100, 104, 107, 108, 109, 112, 120],
    [200, 204, 207, 208, 209, 212],
  ].flat(),
);

const options = { neighbours: 2 };

describe('typiclust', () => {
  it('asks the row in the densest place of each group, the largest group first', async () => {
    const { rows, utilities } = await select(typiclust, pool({ embeddings: line, columns: 1 }), 3, { options });
    // 8, 108 and 208 have their two nearest at a distance of 1; all others have one farther off
    expect([...rows]).toEqual([3, 11, 18]);
    expect([...utilities]).toEqual([3, 2, 1]);
  });

  it('asks groups without a label first', async () => {
    const from = pool({ embeddings: line, columns: 1, labelled: [1, 9] });
    const { rows } = await select(typiclust, from, 1, { options });
    expect([...rows]).toEqual([18]);
  });

  it('asks no second row of a group before every group had its turn', async () => {
    const embeddings = cloud(120, 3, { groups: 6, spread: 0.02 });
    const { rows } = await select(typiclust, pool({ embeddings, columns: 3 }), 18, { options: { maxClusters: 6 } });
    for (let turn = 0; turn < 18; turn += 6) {
      expect(new Set([...rows.subarray(turn, turn + 6)].map((row) => row % 6)).size).toBe(6);
    }
    expect(new Set(rows).size).toBe(18);
  });

  it('leaves small groups to the end', async () => {
    const withStray = Float32Array.from([...line, 1000, 1001]);
    const { rows } = await select(typiclust, pool({ embeddings: withStray, columns: 1 }), 23, {
      options: { ...options, maxClusters: 4 },
    });
    expect([...rows.subarray(0, 3)].sort((a, b) => a - b)).toEqual([3, 11, 18]);
    expect([...rows.subarray(21)].sort()).toEqual([21, 22]);
  });

  it('asks the whole pool once: labelled rows, copies, equal rows, a pool of one', async () => {
    for (const [embeddings, labelled] of [
      [cloud(70, 3), [3, 4]],
      [new Float32Array(90).fill(2), []],
      [Float32Array.from({ length: 90 }, (_, i) => Math.floor(i / 3) % 4), [0]],
      [Float32Array.of(1, 2, 3), []],
    ] as const) {
      const from = pool({ embeddings, columns: 3, labelled });
      const { rows } = await select(typiclust, from, from.candidates.length);
      expect([...rows].sort((a, b) => a - b)).toEqual([...from.candidates]);
    }
  });

  it('refuses a row that is not finite by its number', async () => {
    const data = cloud(50, 3);
    data[7 * 3] = Number.NaN;
    await expect(select(typiclust, pool({ embeddings: data, columns: 3 }), 5)).rejects.toThrow(/Row 7 /);
  });
});
