import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { jointLabels } from '../maths/joint-labels.ts';

/** Asks the items that have the least certain single label. Brinker 2006. O(N K). */
export default defineScorer({
  id: 'bin-min',
  aliases: ['BinMin', 'BinaryMinimum'],
  title: 'Binary minimum',
  family: 'multi-label',
  summary: 'Asks the items that hold the least certain label of all, whatever their other labels.',
  use: 'Items may have several labels, and one label in doubt is worth an answer.',
  avoid: 'There are many labels: nearly every item has some label near a half.',
  formula:
    'u(x) = 1 - min_j |2 p_j - 1|, in [0, 1]; 1 = a label at 1/2; the order is that of -min_j |f_j| for f_j = ln(p_j / (1 - p_j))',
  reference: 'Brinker 2006',
  cost: 'O(N K)',
  needs: ['labelProbabilities'],
  options: z.object({}),
  // |2 p - 1| = 2 max(p, 1 - p) - 1
  score: ({ labelProbabilities }) => jointLabels(labelProbabilities).leastCertain.map((m) => 2 - 2 * m),
});
