import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { clusterMedoids } from '../geometry/cluster-medoids.ts';
import { fillSelection } from '../geometry/fill-selection.ts';
import { kMeans } from '../geometry/k-means.ts';
import { kMeansWork, lists } from '../geometry/work.ts';

/** Asks the item nearest to the centre of each of B clusters: one of every kind. Bodo, Minier & Csato 2011. */
export default defineSelector({
  id: 'k-means',
  aliases: ['KMeans', 'KMeansSampling', 'EmbeddingKMeans'],
  title: 'k-means',
  family: 'geometry',
  summary: 'Parts the pool into as many clusters as there are items to ask, and asks the most central item of each.',
  use: 'Nothing or little is labelled, only embeddings are there, and a batch should represent the pool.',
  avoid: 'Rare items matter: small groups are swallowed by large clusters.',
  formula: 'argmin |h(x) - m_c| over the items of cluster c, for each of B clusters, largest first; u = B - rank',
  reference: 'Bodo, Minier & Csato 2011; Arthur & Vassilvitskii 2007',
  cost: 'O(iterations N B D); memory O(N + B D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    maxIterations: z.int().min(1).max(1000).default(50).describe('Most iterations over the whole pool.'),
    tolerance: z
      .number()
      .min(0)
      .max(1)
      .default(5e-4)
      .describe('Stops when an iteration lowers the sum of squares by less than this share.'),
  }),
  work: ({ n, d, budget }, { maxIterations }) =>
    addWork(lists(n, 8), kMeansWork({ n, d, k: budget, iterations: maxIterations })),
  async select({ embeddings, candidates }, { n, options, random, compute, checkpoint, progress }) {
    const clustering = await kMeans({ embeddings, rows: candidates, k: n, ...options, random, compute, checkpoint });
    progress(n);
    return fillSelection(clusterMedoids(clustering, random), candidates, { n, random });
  },
});
