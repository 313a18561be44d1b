import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { clusterMedoids } from '../geometry/cluster-medoids.ts';
import { fillSelection } from '../geometry/fill-selection.ts';
import { kMeans } from '../geometry/k-means.ts';
import { kMeansWork, lists } from '../geometry/work.ts';
import { bestRows } from '../maths/best-rows.ts';
import { uncertainties, uncertaintyOption } from '../maths/uncertainty.ts';

/** Weight below which none falls: sure items still belong to some cluster. */
const LEAST_WEIGHT = 1e-6;

/**
 * Asks the item nearest to the centre of each of B clusters of the most uncertain items, where more uncertain ones pull
 * the centres more. Zhdanov 2019.
 */
export default defineSelector({
  id: 'diverse-mini-batch',
  aliases: ['DBAL', 'DBALSampling', 'DiverseMiniBatch', 'WeightedKMeans'],
  title: 'Diverse mini-batch (DBAL)',
  family: 'hybrid',
  summary: 'Parts the most uncertain items into clusters, and asks the most central item of each.',
  use: 'Batches are large and the head is fair: it clusters a shortlist of uncertain items.',
  avoid: 'The head is poor, since nothing outside of its shortlist can be asked.',
  formula:
    'argmin |h(x) - m_c| over the items of cluster c, for each of B clusters of k-means among the beta * B items of highest uncertainty, in which x counts its uncertainty; largest first; u = B - rank',
  reference: 'Zhdanov 2019',
  cost: 'O(N K + iterations beta B^2 D); memory O(N + B D) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    beta: z.number().min(1).max(1000).default(10).describe('How many times B items are kept for being uncertain.'),
    uncertainty: uncertaintyOption('margin'),
    maxIterations: z.int().min(1).max(1000).default(50).describe('Most iterations over the kept items.'),
    tolerance: z
      .number()
      .min(0)
      .max(1)
      .default(5e-4)
      .describe('Stops when an iteration lowers the weighted sum of squares by less than this share.'),
  }),
  work: ({ n, d, k, budget }, { beta, maxIterations }) =>
    addWork(
      lists(n, 40, k),
      kMeansWork({ n: Math.min(n, Math.ceil(beta * budget)), d, k: budget, iterations: maxIterations }),
    ),
  async select({ probabilities, embeddings, candidates }, { n, options, random, compute, checkpoint, progress }) {
    const { beta, uncertainty: kind, maxIterations, tolerance } = options;
    const unsure = uncertainties(probabilities, candidates, { kind, checkpoint });
    const kept = Math.min(candidates.length, Math.ceil(beta * n));
    const rows = bestRows(unsure, candidates, { n: kept, random }).rows.sort();
    const weights = uncertainties(probabilities, rows, { kind, checkpoint }).map((u) => Math.max(u, LEAST_WEIGHT));
    const task = { embeddings, rows, weights, k: n, maxIterations, tolerance, random, compute, checkpoint };
    const clustering = await kMeans(task);
    progress(n);
    return fillSelection(clusterMedoids(clustering, random), rows, { n, random });
  },
});
