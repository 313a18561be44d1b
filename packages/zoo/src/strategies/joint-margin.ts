import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { jointLabels } from '../maths/joint-labels.ts';

/** On the log scale, a label at exactly 1/2 counts as this far from it: less than any other float32 number is. */
const LEAST_GAP = 2 ** -30;

/** Asks the items whose two most likely label sets are closest. Scheffer, Decomain & Wrobel 2001, over label sets. O(N K). */
export default defineScorer({
  id: 'joint-margin',
  aliases: ['JointMargin', 'MultiLabelMargin'],
  title: 'Joint margin',
  family: 'multi-label',
  summary: 'Asks the items whose two most likely sets of labels are closest.',
  use: 'Items may have several labels, and the doubt between the two likeliest sets is what an answer settles.',
  avoid: 'More than one label is in doubt at once: only the least certain one moves the margin.',
  formula:
    'u(x) = 1 - (P - P (1 - m) / m), in [0, 1]; m_j = max(p_j, 1 - p_j), P = prod_j m_j, m the least m_j: the second set is the first with that label flipped; on the log scale -ln(P (2 m - 1) / m), of the same order, 2 m - 1 at least 2^-30',
  reference: 'Scheffer, Decomain & Wrobel 2001; Settles 2009',
  cost: 'O(N K)',
  needs: ['labelProbabilities'],
  options: z.object({
    scale: z
      .enum(['probability', 'log'])
      .default('probability')
      .describe('log tells apart items whose margin rounds to 0, which many uncertain labels make.'),
  }),
  score({ labelProbabilities }, { options }) {
    const { logBest, leastCertain } = jointLabels(labelProbabilities);
    return logBest.map((sum, i) => {
      const m = leastCertain[i] as number;
      if (options.scale === 'probability') return 1 - (Math.exp(sum) * (2 * m - 1)) / m;
      return 0 - (sum + Math.log(Math.max(2 * m - 1, LEAST_GAP) / m));
    });
  },
});
