import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { jointLabels } from '../maths/joint-labels.ts';

/** Asks the items whose most likely label set is least likely. Lewis & Gale 1994, over label sets. O(N K). */
export default defineScorer({
  id: 'joint-least-confidence',
  aliases: ['JointLeastConfidence', 'MultiLabelLeastConfidence'],
  title: 'Joint least confidence',
  family: 'multi-label',
  summary: 'Asks the items whose most likely set of labels is least likely.',
  use: 'Items may have several labels, few in number, and the whole set has to be right.',
  avoid: 'There are many labels: the chance of any set is near 0; take binary-entropy.',
  formula:
    'u(x) = 1 - prod_j max(p_j, 1 - p_j), in [0, 1 - 2^-K]; on the log scale -sum_j ln max(p_j, 1 - p_j), in [0, K ln 2], of the same order',
  reference: 'Lewis & Gale 1994; Settles 2009',
  cost: 'O(N K)',
  needs: ['labelProbabilities'],
  options: z.object({
    scale: z
      .enum(['probability', 'log'])
      .default('probability')
      .describe('log tells apart items whose probability rounds to 0, which many uncertain labels make.'),
  }),
  score({ labelProbabilities }, { options }) {
    const { logBest } = jointLabels(labelProbabilities);
    // 0 minus, since minus 0 would be another zero
    return logBest.map(options.scale === 'log' ? (sum) => 0 - sum : (sum) => 0 - Math.expm1(sum));
  },
});
