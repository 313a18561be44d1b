import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { naiveBoundaries, randomHead } from '../testing/linear-head.ts';
import { randomRows, scoreRows, selectRows, toMatrix } from '../testing/select-rows.ts';
import base from './base.ts';
import mase from './mase.ts';

const compute = evaluate;

/** Three classes on a line, met at -1 and 1. */
const head = toMatrix([
  [-1, 0],
  [0, 1],
  [1, 0],
]);

function naive(rows: number[][], weights: number[][], quota: number): Map<number, number> {
  const chosen = new Map<number, number>();
  for (const c of weights.keys()) {
    const order = rows
      .map((h, row) => {
        const { top, nearest, distances } = naiveBoundaries(h, weights);
        return { row, distance: c === top ? nearest : (distances[c] as number) };
      })
      .filter(({ row }) => !chosen.has(row))
      .sort((a, b) => a.distance - b.distance);
    for (const { row, distance } of order.slice(0, quota)) chosen.set(row, distance);
  }
  return chosen;
}

describe('base', () => {
  it('takes the items nearest to the boundaries of each class, computed by hand', async () => {
    const embeddings = toMatrix([[-1.125], [-0.75], [1.5], [1.625], [5], [-9], [0]]);
    const { rows, utilities } = await selectRows(base, { embeddings, head }, { n: 3, compute });
    // class 0 takes row 0, 1/8 away; class 1 row 1, 1/4 away; class 2 row 2, though row 0 lies nearer to a boundary
    expect(rows).toEqual([0, 1, 2]);
    for (const [i, utility] of [-0.125, -0.25, -0.5].entries()) expect(utilities[i]).toBeCloseTo(utility, 6);
  });

  it('chooses what sorting the distances of each class chooses', async () => {
    const embeddings = randomRows(200, 6, { seed: 3 }).map((row) => row.map((x, d) => Math.fround(3 * x - d / 10)));
    const weights = randomHead(5, 6, 4);
    const signals = { embeddings: toMatrix(embeddings), head: toMatrix(weights) };
    const { rows, utilities } = await selectRows(base, signals, { n: 60, compute });
    const expected = naive(embeddings, weights, 12);
    expect(rows.toSorted((a, b) => a - b)).toEqual([...expected.keys()].sort((a, b) => a - b));
    for (const [i, row] of rows.entries()) {
      expect(Math.abs((utilities[i] as number) + (expected.get(row) as number))).toBeLessThan(1e-6);
    }
  });

  it('does not lose its digits where embeddings and weights are long and alike', async () => {
    const offsets = randomRows(200, 6, { seed: 3 });
    const embeddings = offsets.map((row) => row.map((x) => Math.fround(1000 + x)));
    const weights = randomHead(4, 6, 4).map((w) => w.map((x, d) => Math.fround(d < 6 ? 100 + x : x - 6e5)));
    const signals = { embeddings: toMatrix(embeddings), head: toMatrix(weights) };
    const { rows, utilities } = await selectRows(base, signals, { n: 40, compute });
    const expected = naive(embeddings, weights, 10);
    for (const [i, row] of rows.entries()) {
      const distance = expected.get(row) ?? Number.NaN;
      expect(Math.abs((utilities[i] as number) + distance)).toBeLessThan(1e-3 * distance);
    }
  });

  it('lets the seed say which classes take what does not divide', async () => {
    const embeddings = toMatrix([[-1.125], [-1.25], [1.125], [1.25], [0.5], [-0.5], [3], [-3]]);
    const first = new Set<string>();
    for (let seed = 0; seed < 12; seed++) {
      first.add((await selectRows(base, { embeddings, head }, { n: 1, compute, seed })).rows.join());
    }
    // class 0 or 1 is nearest to rows 0, class 2 to row 2 (class 1 ties between both)
    expect([...first].sort()).toEqual(['0', '2']);
  });

  it('asks as MASE does where there are two classes', async () => {
    const embeddings = toMatrix(randomRows(50, 4, { seed: 3 }));
    const two = toMatrix(randomHead(2, 4, 4));
    const scores = scoreRows(mase, { embeddings, head: two });
    const { rows } = await selectRows(base, { embeddings, head: two }, { n: 10, compute });
    const nearest = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number));
    expect(rows).toEqual(nearest.slice(0, 10));
  });

  it('takes the whole pool where classes never meet: one class, or equal weights', async () => {
    const embeddings = toMatrix(randomRows(9, 2));
    const apart = toMatrix([
      [1, 1, 1],
      [1, 1, 0],
    ]);
    for (const weights of [toMatrix([[1, 2, 3]]), apart]) {
      const one = await selectRows(base, { embeddings, head: weights }, { n: 9, compute, seed: 1 });
      expect(new Set(one.rows).size).toBe(9);
      expect(one.utilities.every((utility) => utility === -Number.MAX_VALUE)).toBe(true);
      const two = await selectRows(base, { embeddings, head: weights }, { n: 9, compute, seed: 2 });
      expect(two.rows).not.toEqual(one.rows);
    }
  });
});
