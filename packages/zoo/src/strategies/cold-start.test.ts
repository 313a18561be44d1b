import { describe, expect, it } from 'vitest';
import { cloud, pool, select } from '../testing/pool.ts';
import coldStart from './cold-start.ts';

/** Rows of length 1 at these angles, in degrees. */
const atAngles = (...degrees: number[]): Float32Array =>
  Float32Array.from(degrees.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]));

describe('cold-start', () => {
  it('asks the densest place of each group, largest group first, by hand', async () => {
    const embeddings = atAngles(0, 4, 7, 8, 9, 12, 20, 120, 124, 127, 128, 129, 240, 246, 247, 248);
    const { rows, utilities } = await select(coldStart, pool({ embeddings, columns: 2 }), 3, {
      options: { neighbours: 2 },
    });
    // 8, 128 and 247 have their two nearest 1 degree away
    expect([...rows]).toEqual([3, 10, 14]);
    expect([...utilities]).toEqual([3, 2, 1]);
  });

  it('asks each group as often as any other, and neighbours of chosen rows and outliers last', async () => {
    const groups = 4;
    const embeddings = cloud(160, 3, { groups, spread: 0.1, seed: 5 });
    // far within its group's cluster
    for (const d of [0, 1, 2]) embeddings[8 * 3 + d] = (embeddings[8 * 3 + d] as number) * (d === 0 ? 0.7 : 1);
    const from = pool({ embeddings, columns: 3 });
    const options = { clusters: groups, neighbours: 3 };
    const { rows } = await select(coldStart, from, 16, { options });
    for (let turn = 0; turn < 16; turn += groups) {
      expect(new Set([...rows.subarray(turn, turn + groups)].map((row) => row % groups)).size).toBe(groups);
    }
    expect([...rows]).not.toContain(8);
    const unit = (i: number): number[] => {
      const row = [...embeddings.subarray(3 * i, 3 * i + 3)];
      return row.map((value) => value / Math.hypot(...row));
    };
    const apart = (i: number, j: number): number => Math.hypot(...unit(i).map((x, d) => x - (unit(j)[d] as number)));
    const all = [...from.candidates];
    for (const [rank, i] of rows.entries()) {
      for (const j of rows.subarray(0, rank)) {
        const nearest = all.filter((other) => other !== j && other % groups === j % groups);
        nearest.sort((a, b) => apart(a, j) - apart(b, j));
        expect(nearest.slice(0, 3)).not.toContain(i);
      }
    }
  });

  it('asks the whole pool once: copies, zeros, a pool of one', async () => {
    for (const embeddings of [
      cloud(50, 3),
      new Float32Array(60).fill(2),
      new Float32Array(30),
      Float32Array.of(1, 2, 3),
    ]) {
      const from = pool({ embeddings, columns: 3 });
      const { rows } = await select(coldStart, from, from.size);
      expect([...rows].sort((a, b) => a - b)).toEqual([...from.candidates]);
    }
  });
});
