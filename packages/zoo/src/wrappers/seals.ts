import { defineSplitter, shuffled } from '@alaas/core';
import { z } from 'zod';
import { nearestCandidates } from '../geometry/nearest-candidates.ts';
import { nearestWork } from '../geometry/work.ts';

/**
 * Lets the strategy choose among the neighbours of what is labelled already: for rare classes in very large pools.
 * Coleman et al. 2022.
 */
export default defineSplitter({
  id: 'seals',
  aliases: ['SEALS', 'SEALSSubsampling'],
  title: 'SEALS: neighbours of the labelled',
  summary: 'Narrows the pool to the nearest neighbours of the labelled items before the strategy asks.',
  formula:
    'the k open items nearest to each labelled item by Euclidean distance; with nothing labelled, the neighbours of `anchors` random items, or the whole pool; when fewer than B, the rest is asked of the others',
  reference: 'Coleman et al. 2022',
  cost: 'O(L N D); memory O(N + L D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({
    k: z.int().min(1).max(10_000).default(100).describe('Neighbours of each labelled item.'),
    anchors: z
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .describe('Random items that stand for labelled ones while there are none; 0 = the whole pool.'),
  }),
  work: ({ n, d, labelled }, { k, anchors }) => nearestWork({ n, d, queries: labelled || anchors, k }),
  // neighbours may be the same ones, and what is missing is asked of all others
  largestPart: ({ n, labelled, budget }, { k, anchors }) => ({
    n: k < budget || labelled + anchors === 0 ? n : Math.min(n, k * (labelled || anchors)),
    budget,
    times: 1,
  }),
  async split({ embeddings, candidates, labelled }, { n, options, random, compute, checkpoint }) {
    const { k, anchors } = options;
    const queries =
      labelled.rows.length > 0
        ? labelled.rows
        : shuffled(candidates, Math.min(anchors, candidates.length), random, checkpoint);
    if (queries.length === 0) return [{ candidates, n }];
    const near = await nearestCandidates({ embeddings, candidates, queries, k, compute, checkpoint });
    return [{ candidates: near, n: Math.min(n, near.length) }];
  },
});
