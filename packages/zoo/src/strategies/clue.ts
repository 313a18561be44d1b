import { addWork, copyOfRows, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { clusterMedoids } from '../geometry/cluster-medoids.ts';
import { fillSelection } from '../geometry/fill-selection.ts';
import { kMeans } from '../geometry/k-means.ts';
import { kMeansWork, lists } from '../geometry/work.ts';
import { rowEntropies } from '../maths/entropy.ts';

/** Share of the largest weight below which none falls: sure items still belong to some cluster. */
const LEAST_SHARE = 1e-6;

/**
 * Asks the item nearest to the centre of each of B clusters, where uncertain items pull the centres to themselves: one of
 * every kind that the model is not sure of. Prabhu et al. 2021.
 */
export default defineSelector({
  id: 'clue',
  aliases: ['CLUE', 'Clue'],
  title: 'CLUE',
  family: 'hybrid',
  summary: 'Parts the pool into clusters around its uncertain items, and asks the most central item of each.',
  use: 'The pool comes from another domain than the labels, and the batch should cover its uncertain regions.',
  avoid: 'The head is badly calibrated: its entropy is the weight of every item.',
  formula:
    'argmin |h(x) - m_c| over the items of cluster c, for each of B clusters of k-means in which x counts H(p(x)), largest first; u = B - rank',
  reference: 'Prabhu, Chandrasekaran, Saenko & Hoffman 2021',
  cost: 'O(iterations N B D + N K); memory O(N + B D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    temperature: z
      .number()
      .positive()
      .default(1)
      .describe('Divides log p before the entropy is taken; higher = entropies more alike.'),
    maxIterations: z.int().min(1).max(1000).default(50).describe('Most iterations over the whole pool.'),
    tolerance: z
      .number()
      .min(0)
      .max(1)
      .default(5e-4)
      .describe('Stops when an iteration lowers the weighted sum of squares by less than this share.'),
  }),
  work: ({ n, d, k, budget }, { maxIterations }) =>
    addWork(lists(n * k, 12, 3), lists(n, 32), kMeansWork({ n, d, k: budget, iterations: maxIterations })),
  async select({ probabilities, embeddings, candidates }, { n, options, random, compute, checkpoint, progress }) {
    const entropies = rowEntropies(softened(copyOfRows(probabilities, candidates), options.temperature));
    const largest = entropies.reduce((a, b) => Math.max(a, b), 0);
    const weights = entropies.map((entropy) => (largest > 0 ? Math.max(entropy / largest, LEAST_SHARE) : 1));
    const { maxIterations, tolerance } = options;
    const task = { embeddings, rows: candidates, weights, k: n, maxIterations, tolerance, random, compute, checkpoint };
    const clustering = await kMeans(task);
    progress(n);
    return fillSelection(clusterMedoids(clustering, random), candidates, { n, random });
  },
});

/** Each row to the power 1 / temperature, scaled to sum 1 again; in place. */
function softened(m: ReturnType<typeof copyOfRows>, temperature: number): typeof m {
  if (temperature === 1) return m;
  for (let start = 0; start < m.data.length; start += m.columns) {
    const row = m.data.subarray(start, start + m.columns);
    const most = row.reduce((a, b) => Math.max(a, b), 0);
    let sum = 0;
    for (const [i, p] of row.entries()) {
      row[i] = (p / most) ** (1 / temperature);
      sum += row[i] as number;
    }
    for (const [i, p] of row.entries()) row[i] = p / sum;
  }
  return m;
}
