import { defineSelector } from '@alaas/core';
import { z } from 'zod';
import { farthestFirst } from '../geometry/farthest-first.ts';
import { farthestFirstWork } from '../geometry/work.ts';

/**
 * Asks, one after another, the item that is farthest from everything labelled or chosen so far, so that no item of the
 * pool stays far from a labelled one: within twice the best possible. Sener & Savarese 2018.
 */
export default defineSelector({
  id: 'k-center-greedy',
  aliases: [
    'KCenterGreedy',
    'KCenterGreedySampling',
    'KCenterSampling',
    'KCenter',
    'CoreSet',
    'CoreSetSampling',
    'GreedyCoreset',
    'FurthestFirst',
    // its greedy form is the same
    'DisparityMin',
  ],
  title: 'k-center greedy',
  family: 'geometry',
  summary: 'Asks the item that is farthest from all labelled and chosen ones, again and again.',
  use: 'Only embeddings are there and every region of the pool should be covered.',
  avoid: 'The pool has outliers or noisy embeddings, which are farthest from all else; or labels are very few.',
  formula:
    'u(x) = min |h(x) - h(c)| over the labelled and chosen c, in [0, inf); with nothing labelled the first item is drawn at random and u is the largest distance to it',
  reference: 'Sener & Savarese 2018; Gonzalez 1985',
  cost: 'at most O(N D (L + B)), most distances are never computed; memory O(N + B D) beside the embeddings',
  needs: ['embeddings'],
  options: z.object({}),
  work: farthestFirstWork,
  select: ({ embeddings, candidates, labelled }, { n, random, compute, checkpoint, progress }) =>
    farthestFirst({ embeddings, candidates, centres: labelled.rows, n, random, compute, checkpoint, progress }),
});
