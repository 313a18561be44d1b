import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { nearestBoundaries } from '../maths/boundaries.ts';

/**
 * Asks the items whose embedding lies nearest to a boundary between two classes of the head. Emam et al. 2021.
 * O(N K D).
 */
export default defineScorer({
  id: 'mase',
  aliases: ['MASE', 'MASESampling', 'MarginSelectionEmbedding'],
  title: 'MASE',
  family: 'uncertainty',
  summary: 'Asks the items whose embedding has to move least until the head would answer otherwise.',
  use: 'The head is linear, and distances in the space of embeddings are to be trusted more than its softmax.',
  avoid: 'Norms of embeddings vary much: the shortest lie nearest to every boundary.',
  formula:
    'u(x) = -min_{c != y} ((w_y - w_c) h + b_y - b_c) / |w_y - w_c|, at most 0; y the likeliest class; the lowest finite number where no other class can win',
  reference: 'Emam et al. 2021',
  cost: 'O(N K D)',
  needs: ['embeddings', 'head'],
  options: z.object({}),
  score: ({ embeddings, head }) =>
    nearestBoundaries(embeddings, head).map((distance) => 0 - Math.min(distance, Number.MAX_VALUE)),
});
