import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { twoLargestOfRows } from '../maths/top-two.ts';

/** Asks the items whose two most likely classes are closest. Scheffer, Decomain & Wrobel 2001. O(N K). */
export default defineScorer({
  id: 'margin-confidence',
  aliases: ['MarginConfidence', 'MarginConfidenceSampling', 'MarginSampling', 'Margin', 'BreakingTies'],
  title: 'Margin confidence',
  family: 'uncertainty',
  summary: 'Asks the items whose two most likely classes are closest.',
  use: 'A head with fair accuracy exists: the first to try, robust with many classes and cheap.',
  avoid: 'Nothing is labelled yet, or batches are large and full of near copies.',
  formula: 'u(x) = 1 - (p(1) - p(2)), in [0, 1]; p(1) >= p(2) are the two largest probabilities',
  reference: 'Scheffer, Decomain & Wrobel 2001',
  cost: 'O(N K)',
  needs: ['probabilities'],
  options: z.object({}),
  score({ probabilities }) {
    const { first, second } = twoLargestOfRows(probabilities);
    const utilities = new Float64Array(first.length);
    for (let row = 0; row < first.length; row++) {
      utilities[row] = 1 - ((first[row] as number) - (second[row] as number));
    }
    return utilities;
  },
});
