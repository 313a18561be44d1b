import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { kMeans } from '../geometry/k-means.ts';
import { placesIn, unionOf } from '../geometry/union-of.ts';
import { kMeansWork, lists } from '../geometry/work.ts';
import { uncertainties } from '../maths/uncertainty.ts';

const ROWS_BETWEEN_CHECKS = 16_384;

/**
 * Asks the items of smallest margin, but from no cluster more than its share of the pool, so that a batch looks like the
 * pool. Google's active-learning playground 2017.
 */
export default defineSelector({
  id: 'informative-diverse',
  aliases: ['InformativeDiverse', 'InformativeClusterDiverse', 'informative_and_diverse'],
  title: 'Informative and diverse',
  family: 'hybrid',
  summary: 'Asks the items of smallest margin, from each cluster at most in proportion to its size.',
  use: 'Margin sampling asks too much of one kind: each cluster gets its share at most.',
  avoid: 'Clusters have nothing to do with classes, or batches are small.',
  formula:
    'in order of 1 - (p(1) - p(2)), highest first: an item is asked if its cluster has less than B n_c / N of the batch; then those passed over, in the same order; n_c items of N in cluster c of k-means; u = B - rank',
  reference: "Google's active-learning playground 2017 (informative_diverse)",
  cost: 'O(iterations N C D + N (K + log N)) for C clusters; memory O(N) beside the signals',
  needs: ['probabilities', 'embeddings'],
  options: z.object({
    clusters: z.int().min(0).max(10_000).default(0).describe('Clusters of the pool; 0 = as many as there are classes.'),
  }),
  work: ({ n, d, k }, { clusters }) => addWork(lists(n, 96, k), kMeansWork({ n, d, k: clusters || k, iterations: 50 })),
  async select(pool, { n, options, random, compute, checkpoint, progress }) {
    const { probabilities, embeddings, candidates, labelled, size } = pool;
    const margins = uncertainties(probabilities, candidates, { kind: 'margin', checkpoint });
    const rows = unionOf(candidates, labelled.rows, size);
    const k = Math.min(rows.length, options.clusters || probabilities.columns);
    const limits = { maxIterations: 50, tolerance: 5e-4 };
    const clustering = await kMeans({ embeddings, rows, k, ...limits, random, compute, checkpoint });
    const places = placesIn(rows, candidates);
    const ties = Uint32Array.from(candidates, () => random.below(2 ** 32));
    const byMargin = Uint32Array.from(candidates.keys()).sort(
      (i, j) => (margins[j] as number) - (margins[i] as number) || (ties[i] as number) - (ties[j] as number),
    );
    const counts = new Uint32Array(clustering.clusters);
    const within: number[] = [];
    const beyond: number[] = [];
    for (const [rank, i] of byMargin.entries()) {
      if (rank % ROWS_BETWEEN_CHECKS === 0) checkpoint();
      const cluster = clustering.clusterOf[places[i] as number] as number;
      const share = ((clustering.sizes[cluster] as number) * n) / rows.length;
      const hasRoom = (counts[cluster] as number) < share;
      if (hasRoom) counts[cluster] = (counts[cluster] as number) + 1;
      (hasRoom ? within : beyond).push(candidates[i] as number);
    }
    progress(n);
    const chosen = Uint32Array.from(within.concat(beyond).slice(0, n));
    return { rows: chosen, utilities: Float64Array.from(chosen, (_, rank) => n - rank) };
  },
});
