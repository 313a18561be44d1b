import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { twoLargestOfRows } from '../maths/top-two.ts';

/** Asks the items whose second class is, in proportion, closest to the first. Settles 2009. O(N K). */
export default defineScorer({
  id: 'ratio-confidence',
  aliases: ['RatioConfidence', 'RatioConfidenceSampling', 'RatioSampling', 'Ratio'],
  title: 'Ratio confidence',
  family: 'uncertainty',
  summary: 'Asks the items whose second most likely class is, in proportion, closest to the most likely one.',
  use: 'The ratio of two chances, not their difference, is the doubt that you want to rank by.',
  avoid: 'Two classes: the order is the same as that of margin-confidence and of least-confidence.',
  formula: 'u(x) = p(2) / p(1), in [0, 1]; p(1) >= p(2) are the two largest probabilities',
  reference: 'Settles 2009',
  cost: 'O(N K)',
  needs: ['probabilities'],
  options: z.object({}),
  score({ probabilities }) {
    const { first, second } = twoLargestOfRows(probabilities);
    const utilities = new Float64Array(first.length);
    for (let row = 0; row < first.length; row++) utilities[row] = (second[row] as number) / (first[row] as number);
    return utilities;
  },
});
