import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { largestOfRows } from '../maths/top-two.ts';

/** Asks the items whose most likely class is least likely. Lewis & Gale 1994. O(N K). */
export default defineScorer({
  id: 'least-confidence',
  aliases: ['LeastConfidence', 'LeastConfidenceSampling', 'VarRatioSampling', 'VarRatio'],
  title: 'Least confidence',
  family: 'uncertainty',
  summary: 'Asks the items whose most likely class is least likely.',
  use: 'Few classes, small batches, and the error of the likeliest class is what counts.',
  avoid: 'The first batches, or large ones: it asks near copies of the same doubt.',
  formula: 'u(x) = 1 - p(1), in [0, 1 - 1/K]; p(1) is the largest probability',
  reference: 'Lewis & Gale 1994',
  cost: 'O(N K)',
  needs: ['probabilities'],
  options: z.object({}),
  score({ probabilities }) {
    const utilities = largestOfRows(probabilities);
    for (let row = 0; row < utilities.length; row++) utilities[row] = 1 - (utilities[row] as number);
    return utilities;
  },
});
