import { addWork, defineSelector, type Matrix } from '@alaas/core';
import { z } from 'zod';
import { nearestRows } from '../geometry/nearest-rows.ts';
import { copies, lists, products } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { rowsByClass } from '../maths/labelled-rows.ts';
import { refuseRow } from '../maths/refuse-row.ts';

/** Probabilities below count as this in a divisor, so that no divergence is infinite. */
const LEAST = 1e-12;
const ROWS_BETWEEN_CHECKS = 128;

/**
 * Asks items of which the model says something else than of the labelled items that resemble them most. Margatina,
 * Vernikos, Barrault & Aletras 2021.
 */
export default defineSelector({
  id: 'contrastive',
  aliases: ['CAL', 'ContrastiveActiveLearning', 'ContrastiveAL'],
  title: 'Contrastive (CAL)',
  family: 'hybrid',
  summary:
    'Asks items whose class distribution differs most from those of the nearest labelled items; needs labelled items.',
  use: 'Labels cover the classes, and items that look alike but are predicted differently should be settled.',
  avoid: 'Few items are labelled: the nearest labelled ones are then far away and tell nothing.',
  formula:
    'u(x) = mean over the k labelled x_j nearest to x of KL(p(x_j) || p(x)), in [0, 27.7]; in KL, p(x) below 1e-12 counts as 1e-12',
  reference: 'Margatina, Vernikos, Barrault & Aletras 2021',
  cost: 'O(N L D + N k K) for L labelled items; memory O(L (D + K)) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    neighbours: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('Labelled items to compare with; all, where there are fewer.'),
  }),
  work: ({ n, d, k, labelled }, { neighbours }) =>
    addWork(lists(n, 24, neighbours * k), copies(labelled, d + k), products(n, labelled, d)),
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, candidates, labelled } = pool;
    rowsByClass('contrastive', labelled);
    const known = negatedEntropies(probabilities, labelled.rows);
    const { data, columns } = probabilities;
    const utilities = new Float64Array(candidates.length);
    const mean = new Float64Array(columns);
    const task = { embeddings, rows: candidates, among: labelled.rows, k: options.neighbours, compute, checkpoint };
    for await (const { start, end, k, places } of nearestRows(task)) {
      for (let i = start, at = 0; i < end; i++) {
        if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
        // the mean divergence is a mean of their entropies, and a product with the mean of their distributions
        let utility = 0;
        mean.fill(0);
        for (const stop = at + k; at < stop; at++) {
          const place = places[at] as number;
          utility += (known[place] as number) / k;
          const from = (labelled.rows[place] as number) * columns;
          for (let c = 0; c < columns; c++) mean[c] = (mean[c] as number) + (data[from + c] as number) / k;
        }
        const own = (candidates[i] as number) * columns;
        for (let c = 0; c < columns; c++) {
          if (mean[c] !== 0) utility -= (mean[c] as number) * Math.log(Math.max(data[own + c] as number, LEAST));
        }
        if (Number.isNaN(utility)) throw refuseRow('probabilities', candidates[i] as number);
        utilities[i] = utility;
      }
    }
    progress(n);
    return bestRows(utilities, candidates, { n, random });
  },
});

/** Sum of p ln p over each of these rows. */
function negatedEntropies({ data, columns }: Matrix, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => {
    let sum = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      const p = data[i] as number;
      if (p !== 0) sum += p * Math.log(p);
    }
    return sum;
  });
}
