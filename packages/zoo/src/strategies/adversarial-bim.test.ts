import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { naiveLogits, randomHead } from '../testing/linear-head.ts';
import { randomRows, selectRows, toMatrix } from '../testing/select-rows.ts';
import adversarialBim from './adversarial-bim.ts';

const compute = evaluate;

function rootMeanSquare(rows: number[][]): number {
  const all = rows.flat();
  return Math.sqrt(all.reduce((sum, x) => sum + x * x, 0) / all.length);
}

/** -|eta|^2, one item at a time, with the gradient as it is written in textbooks. */
function naive(h: number[], head: number[][], step: number, maxSteps: number): number {
  const answer = (logits: number[]): number => logits.indexOf(Math.max(...logits));
  const eta = h.map(() => 0);
  const top = answer(naiveLogits(h, head));
  for (let taken = 0; taken < maxSteps; taken++) {
    const logits = naiveLogits(
      h.map((x, d) => x + (eta[d] as number)),
      head,
    );
    const most = Math.max(...logits);
    const chances = logits.map((z) => Math.exp(z - most));
    const sum = chances.reduce((a, b) => a + b, 0);
    for (const d of eta.keys()) {
      const slope = head.reduce(
        (g, w, c) => g + ((chances[c] as number) / sum - (c === top ? 1 : 0)) * (w[d] as number),
        0,
      );
      eta[d] = (eta[d] as number) + step * Math.sign(slope);
    }
    const moved = h.map((x, d) => x + (eta[d] as number));
    if (answer(naiveLogits(moved, head)) !== top) return -eta.reduce((s, x) => s + x * x, 0);
  }
  return -h.length * step ** 2 * (maxSteps + 1) ** 2;
}

describe('adversarial-bim', () => {
  it('takes so many steps as two classes ask for, computed by hand', async () => {
    // root mean square 1, so steps of 1/8; each moves f_0 - f_1 by 1/8 (|2| + |-2|) = 1/2
    const embeddings = toMatrix([
      [1, -1],
      [1, 1],
      [-1, 1],
    ]);
    const head = toMatrix([
      [1, -1, 0.125],
      [-1, 1, 0],
    ]);
    const options = { epsilon: 0.125 };
    const { rows, utilities } = await selectRows(adversarialBim, { embeddings, head }, { n: 3, compute, options });
    // gaps of 4.125, 0.125 and -3.875 take 9, 1 and 8 steps of 1/8 in two directions
    expect(rows).toEqual([1, 2, 0]);
    expect(utilities).toEqual([-2 / 64, (-2 * 64) / 64, (-2 * 81) / 64]);
  });

  it.each([2, 3, 6])('agrees with one item at a time, for %d classes', async (classes) => {
    const embeddings = randomRows(60, 7, { seed: 3 }).map((row) => row.map((x, d) => Math.fround(3 * x - d / 10)));
    const head = randomHead(classes, 7, 4);
    const signals = { embeddings: toMatrix(embeddings), head: toMatrix(head) };
    const options = { epsilon: 0.05, maxSteps: 12 };
    const { rows, utilities } = await selectRows(adversarialBim, signals, { n: 60, compute, options });
    const step = 0.05 * rootMeanSquare(embeddings);
    const expected = embeddings.map((h) => naive(h, head, step, 12));
    for (const [i, row] of rows.entries()) {
      expect(Math.abs((utilities[i] as number) / (expected[row] as number) - 1)).toBeLessThan(1e-6);
    }
    expect(new Set(utilities).size).toBeGreaterThan(5);
  });

  it('ends where nothing pulls, and where the cap is reached, and asks these last', async () => {
    const embeddings = toMatrix([
      [1, 1],
      [1, -1],
    ]);
    // equal weights: no gradient at all
    const apart = toMatrix([
      [1, 1, 1],
      [1, 1, 0],
    ]);
    const options = { epsilon: 0.5, maxSteps: 10_000 };
    const stuck = await selectRows(adversarialBim, { embeddings, head: apart }, { n: 2, compute, options });
    expect(stuck.utilities).toEqual([-0.5 * 10_001 ** 2, -0.5 * 10_001 ** 2]);
    // row 0 would take 3 steps, row 1 one
    const head = toMatrix([
      [1, 1, 0.5],
      [-1, -1, 0],
    ]);
    const capped = { epsilon: 0.5, maxSteps: 2 };
    const { rows, utilities } = await selectRows(
      adversarialBim,
      { embeddings, head },
      { n: 2, compute, options: capped },
    );
    expect(rows).toEqual([1, 0]);
    expect(utilities).toEqual([-0.5, -4.5]);
  });

  it('a class that is certain in float32 still finds its way out', async () => {
    const embeddings = toMatrix([[200], [-300]]);
    const head = toMatrix([
      [1, 0],
      [-1, 0],
      [0, -1000],
    ]);
    const options = { epsilon: 0.1 };
    const { rows, utilities } = await selectRows(adversarialBim, { embeddings, head }, { n: 2, compute, options });
    const step = 0.1 * rootMeanSquare([[200], [-300]]);
    expect(rows).toEqual([0, 1]);
    expect(utilities[0]).toBeCloseTo(-((Math.ceil(200 / step) * step) ** 2), 2);
    expect(utilities[1]).toBeCloseTo(-((Math.ceil(300 / step) * step) ** 2), 2);
  });

  it('one class, or embeddings of zeros, leave it to the seed', async () => {
    const nothing = {
      embeddings: toMatrix(Array.from({ length: 40 }, () => [0, 0])),
      head: toMatrix(randomHead(3, 2)),
    };
    const one = { embeddings: toMatrix(randomRows(40, 2)), head: toMatrix([[1, 2, 3]]) };
    for (const signals of [nothing, one]) {
      const first = await selectRows(adversarialBim, signals, { n: 20, compute, seed: 1 });
      expect(new Set(first.utilities).size).toBe(1);
      expect((await selectRows(adversarialBim, signals, { n: 20, compute, seed: 2 })).rows).not.toEqual(first.rows);
    }
  });
});
