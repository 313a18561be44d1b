import { defineScorer } from '@alaas/core';
import { z } from 'zod';

/** Asks the items whose labels, each taken by itself, are least certain. Shannon 1948. O(N K). */
export default defineScorer({
  id: 'binary-entropy',
  aliases: ['BinaryEntropy', 'MultiLabelEntropy'],
  title: 'Binary entropy',
  family: 'multi-label',
  summary: 'Asks the items whose labels, each taken by itself, are least certain.',
  use: 'Items may have several labels: the first to try, summed over labels that are about independent.',
  avoid: 'Most labels are certain and rare: the mean over them hides the few in doubt; take the largest.',
  formula:
    'u(x) = sum_j H(p_j), in [0, K ln 2], or their mean or largest, in [0, ln 2]; H(p) = -p ln p - (1 - p) ln(1 - p) in nats, with 0 ln 0 = 0',
  reference: 'Shannon 1948; Settles 2009',
  cost: 'O(N K)',
  needs: ['labelProbabilities'],
  options: z.object({
    reduce: z
      .enum(['sum', 'mean', 'max'])
      .default('sum')
      .describe('How the entropies of the labels become one number.'),
  }),
  score({ labelProbabilities }, { options }) {
    const { data, rows, columns } = labelProbabilities;
    const utilities = new Float64Array(rows);
    for (let row = 0, at = 0; row < rows; row++) {
      let sum = 0;
      // the entropy falls with the distance to 1/2: the largest is that of the label nearest to it
      let widest = 0;
      for (const end = at + columns; at < end; at++) {
        const p = data[at] as number;
        const lesser = p < 0.5 ? p : 1 - p;
        if (options.reduce !== 'max') sum += binaryEntropy(lesser);
        else widest = Math.max(widest, lesser);
      }
      if (options.reduce === 'max') utilities[row] = binaryEntropy(widest);
      else utilities[row] = options.reduce === 'mean' && columns > 0 ? sum / columns : sum;
    }
    return utilities;
  },
});

/** @param lesser the smaller of p and 1 - p */
function binaryEntropy(lesser: number): number {
  if (lesser === 0) return 0;
  return -lesser * Math.log(lesser) - (1 - lesser) * Math.log1p(-lesser);
}
