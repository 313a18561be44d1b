import { defineReweigher } from '@alaas/core';
import { z } from 'zod';
import { gumbels } from '../maths/gumbel.ts';

/**
 * Draws items by the softmax of their utilities instead of taking the highest; for utilities of any sign, whose differences
 * mean something. Kirsch et al. 2023.
 */
export default defineReweigher({
  id: 'softmax',
  aliases: ['SoftmaxSampling', 'SoftmaxBALD'],
  title: 'Softmax sampling',
  summary: 'Draws items at random, in proportion to the exponential of their utility.',
  formula:
    'u(x) = s(x) + Gumbel(seed, row) / beta: the B highest are drawn without replacement in proportion to exp(beta s); s of any sign',
  reference: 'Kirsch et al. 2023',
  cost: 'O(N)',
  needs: [],
  scope: 'rows',
  options: z.object({
    beta: z
      .number()
      .min(0.01)
      .max(1e6)
      .default(1)
      .describe('One over the temperature: a small one draws almost uniformly, a large one takes almost the highest.'),
  }),
  reweigh(utilities, { rowAt }, { options, seed }) {
    const gumbelOf = gumbels(seed);
    return utilities.map((utility, i) => utility + gumbelOf(rowAt(i)) / options.beta);
  },
});
