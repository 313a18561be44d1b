import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';
import { naiveLogits, randomHead } from '../testing/linear-head.ts';
import { randomRows, selectRows, toMatrix } from '../testing/select-rows.ts';
import gradMatch from './grad-match.ts';

const compute = evaluate;
type Labelled = readonly (readonly [row: number, label: number])[];

const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** The gradient written out, [K (D + 1)]; at the likeliest class where no label is given. */
function gradient(head: number[][], h: number[], label?: number): number[] {
  const logits = naiveLogits(h, head);
  const most = Math.max(...logits);
  const raw = logits.map((z) => Math.exp(z - most));
  const sum = raw.reduce((a, b) => a + b, 0);
  const at = label ?? logits.indexOf(most);
  return raw.flatMap((x, c) => [...h, 1].map((value) => (x / sum - (c === at ? 1 : 0)) * value));
}

/** Weights of the ridge regression, by Gaussian elimination. */
function ridgeWeights(columns: number[][], target: number[], ridge: number): number[] {
  const table = columns.map((a, i) => [...columns.map((b, j) => dot(a, b) + (i === j ? ridge : 0)), dot(a, target)]);
  for (const [i, pivot] of table.entries()) {
    for (const [r, line] of table.entries()) {
      if (r === i) continue;
      const share = (line[i] as number) / (pivot[i] as number);
      for (let c = i; c < line.length; c++) line[c] = (line[c] as number) - share * (pivot[c] as number);
    }
  }
  return table.map((line, i) => (line.at(-1) as number) / (line[i] as number));
}

function naive(own: number[][], open: number[], target: number[], { n = 5, ridge = 0.01 }): number[] {
  const mean = open.reduce((sum, row) => sum + dot(own[row] as number[], own[row] as number[]), 0) / open.length;
  const picks: number[] = [];
  while (picks.length < n) {
    const columns = picks.map((row) => own[row] as number[]);
    const weights = ridgeWeights(columns, target, ridge * mean);
    const rest = target.map(
      (x, i) => x - columns.reduce((sum, g, c) => sum + (weights[c] as number) * (g[i] as number), 0),
    );
    const left = open.filter((row) => !picks.includes(row));
    const products = left.map((row) => dot(own[row] as number[], rest));
    picks.push(left[products.indexOf(Math.max(...products))] as number);
  }
  return picks;
}

const rows = randomRows(60, 4, { seed: 3 }).map((row) => row.map((x, d) => Math.fround(4 * x - d / 4)));
const head = randomHead(3, 4, 4);
const labelled: Labelled = Array.from({ length: 12 }, (_, i) => [5 * i, i % 3] as const);
const candidates = rows.map((_, row) => row).filter((row) => row % 5 !== 0);
const signals = { embeddings: toMatrix(rows), head: toMatrix(head) };
const own = rows.map((h) => gradient(head, h));
const total = (gradients: number[][]): number[] =>
  (gradients[0] as number[]).map((_, i) => gradients.reduce((sum, g) => sum + (g[i] as number), 0));

describe('grad-match', () => {
  it.each([0.001, 0.01, 1])('agrees with regressions solved anew for each pick, at a ridge of %d', async (ridge) => {
    const task = { n: 8, candidates, labelled, compute, options: { ridge } };
    const { rows: picks, utilities } = await selectRows(gradMatch, signals, task);
    const target = total(candidates.map((row) => own[row] as number[]));
    expect(picks).toEqual(naive(own, candidates, target, { n: 8, ridge }));
    expect(utilities).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('matches the gradient of labelled items where it is told to', async () => {
    const task = { n: 8, candidates, labelled, compute, options: { target: 'labelled' } };
    const { rows: picks } = await selectRows(gradMatch, signals, task);
    const target = total(labelled.map(([row, label]) => gradient(head, rows[row] as number[], label)));
    expect(picks).toEqual(naive(own, candidates, target, { n: 8 }));
  });

  it('does not ask copies of what it has matched, computed by hand', async () => {
    // a head that knows nothing: every gradient is (-1/2, 1/2) [h, 1], and the sum of all (-1/2, 1/2) [(6, 1), 4]
    const embeddings = toMatrix([
      [2, 0],
      [2, 0],
      [2, 0],
      [0, 1],
    ]);
    const nothing = toMatrix([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    const task = { n: 2, compute, options: { ridge: 0 } };
    const { rows: picks } = await selectRows(gradMatch, { embeddings, head: nothing }, task);
    // products with the sum: 16 for each copy, 5 for the other; what a copy of weight 16/5 leaves is at right angles to it
    expect([0, 1, 2]).toContain(picks[0]);
    expect(picks[1]).toBe(3);
  });

  it('asks every candidate once, in a batch of all of them', async () => {
    const { rows: picks } = await selectRows(gradMatch, signals, { n: 48, candidates, labelled, compute });
    expect(picks.toSorted((a, b) => a - b)).toEqual(candidates);
  });

  it('asks by the seed where there is nothing to match: one class, or copies', async () => {
    const copies = toMatrix(Array.from({ length: 40 }, () => [1, 2]));
    for (const [embeddings, weights, ridge] of [
      [toMatrix(randomRows(40, 2)), toMatrix([[1, 2, 3]]), 0.01],
      [toMatrix(randomRows(40, 2)), toMatrix([[1, 2, 3]]), 0],
      [copies, toMatrix(randomHead(3, 2)), 0],
    ] as const) {
      const task = { n: 20, compute, options: { ridge } };
      const first = await selectRows(gradMatch, { embeddings, head: weights }, { ...task, seed: 1 });
      const second = await selectRows(gradMatch, { embeddings, head: weights }, { ...task, seed: 2 });
      expect(new Set(first.rows).size).toBe(20);
      expect(second.rows).not.toEqual(first.rows);
    }
  });

  it('needs labelled items only where they are the target', async () => {
    const task = { n: 1, candidates, compute };
    expect((await selectRows(gradMatch, signals, task)).rows).toHaveLength(1);
    const work = selectRows(gradMatch, signals, { ...task, options: { target: 'labelled' } });
    const error = await work.catch((e: unknown) => e);
    expect(isAlaasError(error, 'INVALID_LABELS')).toBe(true);
  });
});
