import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { naiveLogits, randomHead } from '../testing/linear-head.ts';
import { randomRows, selectRows, toMatrix } from '../testing/select-rows.ts';
import glister from './glister.ts';

const compute = evaluate;
type Labelled = readonly (readonly [row: number, label: number])[];

function softmax(logits: number[]): number[] {
  const most = Math.max(...logits);
  const raw = logits.map((z) => Math.exp(z - most));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((x) => x / sum);
}

const loss = (theta: number[][], rows: number[][], labelled: Labelled): number =>
  labelled.reduce(
    (sum, [row, label]) => sum - Math.log(softmax(naiveLogits(rows[row] as number[], theta))[label] as number),
    0,
  ) / labelled.length;

/** Gradient of the loss at one label, [K][D + 1]. */
function gradient(theta: number[][], h: number[], label: number): number[][] {
  const p = softmax(naiveLogits(h, theta));
  return p.map((x, c) => [...h, 1].map((value) => (x - (c === label ? 1 : 0)) * value));
}

const product = (a: number[][], b: number[][]): number => {
  const other = b.flat();
  return a.flat().reduce((sum, x, i) => sum + x * (other[i] as number), 0);
};

/** The next item by the derivative of the loss along every item's step, by differences instead of a formula. */
function naive(rows: number[][], head: number[][], labelled: Labelled, { n = 5, rate = 0.01 }): number[] {
  const own = rows.map((h) => {
    const logits = naiveLogits(h, head);
    return gradient(head, h, logits.indexOf(Math.max(...logits)));
  });
  const taken = new Set(labelled.map(([row]) => row));
  let theta = head;
  const moved = (g: number[][], by: number): number[][] =>
    theta.map((w, c) => w.map((x, d) => x - by * (g[c]?.[d] as number)));
  const picks: number[] = [];
  while (picks.length < n) {
    const falls = own.map((g, row) =>
      taken.has(row)
        ? Number.NEGATIVE_INFINITY
        : loss(moved(g, -1e-4), rows, labelled) - loss(moved(g, 1e-4), rows, labelled),
    );
    const best = falls.indexOf(Math.max(...falls));
    picks.push(best);
    taken.add(best);
    theta = moved(own[best] as number[][], rate);
  }
  return picks;
}

const rows = randomRows(60, 4, { seed: 3 }).map((row) => row.map((x, d) => Math.fround(4 * x - d / 4)));
const head = randomHead(3, 4, 4);
const labelled: Labelled = Array.from({ length: 12 }, (_, i) => [5 * i, i % 3] as const);
const candidates = rows.map((_, row) => row).filter((row) => row % 5 !== 0);
const signals = { embeddings: toMatrix(rows), head: toMatrix(head) };

describe('glister', () => {
  it('asks first for the step that lowers the labelled loss most, computed by hand', async () => {
    // one labelled item at 1 of class 0, and a head that knows nothing: grad L = (-1/2, 1/2) [1, 1]; every item's own
    // gradient is (-1/2, 1/2) [h, 1], y being the first among equals: products of (h + 1) / 2
    const embeddings = toMatrix([[1], [0.5], [-3], [2], [-0.5]]);
    const nothing = toMatrix([
      [0, 0],
      [0, 0],
    ]);
    const task = { n: 4, candidates: [1, 2, 3, 4], labelled: [[0, 0]] as const, compute, options: { learningRate: 0 } };
    const { rows: order, utilities } = await selectRows(glister, { embeddings, head: nothing }, task);
    expect(order).toEqual([3, 1, 4, 2]);
    expect(utilities).toEqual([4, 3, 2, 1]);
  });

  it.each([0, 0.01, 0.5])('agrees with losses differenced along every step, at a rate of %d', async (learningRate) => {
    const task = { n: 8, candidates, labelled, compute, options: { learningRate } };
    const { rows: picks } = await selectRows(glister, signals, task);
    expect(picks).toEqual(naive(rows, head, labelled, { n: 8, rate: learningRate }));
  });

  it('looks at the loss anew after each step', async () => {
    const task = { n: 8, candidates, labelled, compute };
    const still = await selectRows(glister, signals, { ...task, options: { learningRate: 0 } });
    const moving = await selectRows(glister, signals, { ...task, options: { learningRate: 0.5 } });
    expect(moving.rows[0]).toBe(still.rows[0]);
    expect(moving.rows).not.toEqual(still.rows);
  });

  it('the formula of the gain is the product of the two gradients', () => {
    // what the differences above approximate
    const [row, label] = labelled[0] as readonly [number, number];
    const g = gradient(head, rows[1] as number[], 2);
    const exact = product(g, gradient(head, rows[row] as number[], label));
    const along = (by: number): number =>
      loss(
        head.map((w, c) => w.map((x, d) => x - by * (g[c]?.[d] as number))),
        rows,
        [[row, label]],
      );
    expect((along(-1e-4) - along(1e-4)) / 2e-4).toBeCloseTo(exact, 5);
  });

  it('asks by the seed where no step changes anything: one class, or copies', async () => {
    const copies = toMatrix(Array.from({ length: 40 }, () => [1, 2]));
    const open = Array.from({ length: 39 }, (_, i) => i + 1);
    for (const [embeddings, weights] of [
      [toMatrix(randomRows(40, 2)), toMatrix([[1, 2, 3]])],
      [copies, toMatrix(randomHead(3, 2))],
    ] as const) {
      const task = { n: 20, candidates: open, labelled: [[0, 0]] as const, compute };
      const first = await selectRows(glister, { embeddings, head: weights }, { ...task, seed: 1 });
      const second = await selectRows(glister, { embeddings, head: weights }, { ...task, seed: 2 });
      expect(new Set(first.rows).size).toBe(20);
      expect(second.rows).not.toEqual(first.rows);
    }
  });

  it('needs labelled items of classes that the head knows', async () => {
    for (const wrong of [[], [[0, 3]]] as (readonly [number, number])[][]) {
      const error = await selectRows(glister, signals, { n: 1, candidates, labelled: wrong, compute }).catch(
        (e: unknown) => e,
      );
      expect(isAlaasError(error, 'INVALID_LABELS')).toBe(true);
    }
  });
});
