import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { rowEntropies } from '../maths/entropy.ts';

/** Asks the items whose class distribution is widest. Shannon 1948, Settles 2009. O(N K). */
export default defineScorer({
  id: 'entropy',
  aliases: ['Entropy', 'EntropySampling', 'EntropyConfidence', 'MaxEntropy'],
  title: 'Entropy',
  family: 'uncertainty',
  summary: 'Asks the items whose class distribution is widest.',
  use: 'There are few classes, a calibrated head and small batches; all classes matter to you, not the top two alone.',
  avoid: 'There are many classes: the tail of small probabilities drowns what separates the likeliest.',
  formula: 'u(x) = -sum_c p_c ln p_c with 0 ln 0 = 0, in nats, in [0, ln K]; divided by ln K when normalized',
  reference: 'Shannon 1948; Settles 2009',
  cost: 'O(N K)',
  needs: ['probabilities'],
  options: z.object({
    normalized: z.boolean().default(false).describe('Divide by ln K, so that utilities lie in [0, 1].'),
  }),
  score({ probabilities }, { options, floor }) {
    const scale = options.normalized && probabilities.columns > 1 ? 1 / Math.log(probabilities.columns) : 1;
    const utilities = rowEntropies(probabilities, floor / scale);
    if (scale !== 1) for (let i = 0; i < utilities.length; i++) utilities[i] = (utilities[i] as number) * scale;
    return utilities;
  },
});
