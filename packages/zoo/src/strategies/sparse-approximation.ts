import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { sparseApproximation } from '../geometry/sparse-approximation.ts';
import { lists, products } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { dot } from '../maths/dot.ts';
import { predictionErrors } from '../maths/prediction-errors.ts';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_BETWEEN_CHECKS = 2048;

/**
 * Asks a batch whose weighted loss stands for that of the whole pool: its gradients add up like all gradients do, and it
 * holds the items whose gradient depends most on the label. Found by iterative hard thresholding.
 *
 * The idea, a bias and a variance term under a bound on the number of weights, is that of Shen et al. 2022; the scales
 * that make the terms comparable, and the gradient of the likeliest label (as BADGE takes it) in the first of them, are
 * this implementation's own.
 */
export default defineSelector({
  id: 'sparse-approximation',
  aliases: ['SparseApproximation', 'ProximalIHT'],
  title: 'Sparse approximation',
  family: 'hybrid',
  summary: 'Asks a batch whose weighted gradients add up to those of the pool, and uncertain items.',
  use: 'A batch should train as the whole pool would, and batches are large.',
  avoid: 'The head is poor: gradients are taken at its own predictions.',
  formula:
    'w of at most B weights >= 0 lowers (1 - balance) |v - sum w_i g_i|^2 / |v|^2 + balance sum (1 - w_i)^2 s_i / S; g = (p - e_y) h, y the likeliest class, v = B mean g, s = (1 - sum p^2) |h|^2, S = sum of the B largest s; u = w, or at most 0 for items that fill up the batch',
  reference: 'Shen, Jiang, Zhang & Koyejo 2022 (arXiv 2211.00246); Blumensath & Davies 2010',
  cost: 'O(iterations N K D); memory O(N K + K D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    balance: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe('Weight of uncertainty against likeness to the pool: 0 = likeness alone, 1 = uncertainty alone.'),
    maxIterations: z.int().min(1).max(10_000).default(50).describe('Most steps, each a pass over the whole pool.'),
    tolerance: z
      .number()
      .min(0)
      .max(1)
      .default(1e-4)
      .describe('Stops when a step lowers the objective by less than this share.'),
  }),
  work: ({ n, d, k }, { maxIterations }) =>
    addWork(lists(n * k, 8, 2), lists(n, 80), { bytes: 48 * k * d }, products(2 * maxIterations * n, k, d)),
  async select({ probabilities, embeddings, candidates }, { n, options, random, compute, checkpoint, progress }) {
    const errors = predictionErrors(probabilities, candidates, checkpoint);
    const variances = new Float64Array(candidates.length);
    for (const [i, row] of candidates.entries()) {
      if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
      const length = dot(embeddings, row, embeddings, row);
      if (!Number.isFinite(length)) throw refuseRow('embeddings', row);
      // rows may sum to a little more than 1
      variances[i] = Math.max(0, 1 - dot(probabilities, row, probabilities, row)) * length;
    }
    const parts = { errors, embeddings, rows: candidates, compute, checkpoint };
    const { weights, slopes } = await sparseApproximation({ ...parts, variances, n, ...options, random });
    const least = slopes.reduce((a, b) => Math.min(a, b));
    // what has no weight follows, that by which the objective would fall fastest first
    const utilities = weights.map((weight, i) => (weight > 0 ? weight : least - (slopes[i] as number)));
    progress(n);
    return bestRows(utilities, candidates, { n, random });
  },
});
