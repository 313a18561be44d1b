import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import rankedBatch from './ranked-batch.ts';

/** Every distance and every score anew for every pick. */
function plain(
  rows: readonly (readonly number[])[],
  unsure: readonly number[],
  { labelled, n, first }: { labelled: readonly number[]; n: number; first?: number },
): { chosen: number[]; scores: number[] } {
  const known = [...labelled];
  const chosen: number[] = [];
  const scores: number[] = [];
  while (chosen.length < n) {
    const a = (rows.length - known.length) / rows.length;
    const all = rows.map((row, i) => {
      if (known.includes(i)) return -1;
      const nearest = Math.min(
        ...known.map((j) => Math.hypot(...row.map((value, d) => value - ((rows[j] as number[])[d] as number)))),
      );
      return a * (1 - 1 / (1 + nearest)) + (1 - a) * (unsure[i] as number);
    });
    const best = chosen.length === 0 && first !== undefined ? first : all.indexOf(Math.max(...all));
    chosen.push(best);
    known.push(best);
    scores.push(all[best] as number);
  }
  return { chosen, scores };
}

function listOf(data: Float32Array, width: number): number[][] {
  return Array.from({ length: data.length / width }, (_, i) => [...data.subarray(i * width, (i + 1) * width)]);
}

describe('ranked-batch', () => {
  it('weighs distance and doubt by the share of open rows, by hand', async () => {
    // row 0 is labelled: a = 3/4, then 2/4 and 1/4
    const probabilities = Float32Array.of(1, 0, 0.5, 0.5, 0.75, 0.25, 1, 0);
    const from = pool({
      embeddings: Float32Array.of(0, 1, 3, 4),
      columns: 1,
      probabilities,
      classes: 2,
      labelled: [0],
    });
    const { rows, utilities } = await select(rankedBatch, from, 3);
    // first: 3/8 + 1/8, 9/16 + 1/16, 3/5; then rows 1 and 3 lie 1 from their nearest: 1/4 + 1/4 and 1/4
    expect([...rows]).toEqual([2, 1, 3]);
    for (const [rank, expected] of [5 / 8, 1 / 2, 1 / 8].entries()) expect(utilities[rank]).toBeCloseTo(expected, 6);
  });

  it.each([
    [0.02, 1],
    [1, 2],
    [30, 3],
  ])('agrees with every score computed anew, rows %d apart', async (spread, seed) => {
    const embeddings = cloud(600, 3, { seed, spread });
    const probabilities = likelihoods(600, 4, seed);
    const labelled = Array.from({ length: 150 }, (_, i) => 4 * i);
    const from = pool({ embeddings, columns: 3, probabilities, classes: 4, labelled });
    const unsure = listOf(probabilities, 4).map((p) => 1 - Math.max(...p));
    const { rows, utilities } = await select(rankedBatch, from, 50);
    const expected = plain(listOf(embeddings, 3), unsure, { labelled, n: 50 });
    expect([...rows]).toEqual(expected.chosen);
    let least = 1;
    for (const [rank, utility] of utilities.entries()) {
      least = Math.min(least, expected.scores[rank] as number);
      expect(utility).toBeCloseTo(least, 5);
    }
  });

  it('begins in the middle when nothing is labelled', async () => {
    const embeddings = cloud(350, 2, { seed: 4 });
    const probabilities = likelihoods(350, 3, 4);
    const rows = listOf(embeddings, 2);
    const meanSquares = rows.map((a) =>
      rows.reduce((sum, b) => sum + a.reduce((total, x, d) => total + (x - (b[d] as number)) ** 2, 0), 0),
    );
    const first = meanSquares.indexOf(Math.min(...meanSquares));
    const unsure = listOf(probabilities, 3).map((p) => 1 - Math.max(...p));
    const answer = await select(rankedBatch, pool({ embeddings, columns: 2, probabilities, classes: 3 }), 150);
    expect(answer.utilities[0]).toBe(1);
    expect([...answer.rows]).toEqual(plain(rows, unsure, { labelled: [], n: 150, first }).chosen);
  });

  it('asks no copies of what is labelled or chosen while others are left', async () => {
    const embeddings = Float32Array.from({ length: 400 }, (_, i) => 10 * (i % 8));
    const probabilities = new Float32Array(800).fill(0.5);
    const from = pool({ embeddings, columns: 1, probabilities, classes: 2, labelled: [3] });
    const { rows } = await select(rankedBatch, from, 12);
    expect(new Set([...rows.subarray(0, 7)].map((row) => row % 8))).toEqual(new Set([0, 1, 2, 4, 5, 6, 7]));
  });
});
