import { defineReweigher } from '@alaas/core';
import { z } from 'zod';
import { gumbels } from '../maths/gumbel.ts';
import { nonNegative } from '../maths/non-negative.ts';

/** Below every other: ln of the smallest number is -745, and the least Gumbel number over the least beta -370. */
const WITHOUT_CHANCE = -2000;

/**
 * Draws items in proportion to a power of their utility instead of taking the highest, so that a batch holds fewer
 * near-duplicates. Around BALD this is PowerBALD. Kirsch et al. 2023.
 */
export default defineReweigher({
  id: 'power',
  aliases: ['PowerSampling', 'PowerBALD'],
  title: 'Power sampling',
  summary: 'Draws items at random, in proportion to a power of their utility.',
  formula:
    'u(x) = ln s(x) + Gumbel(seed, row) / beta, or -2000 where s(x) = 0: the B highest are drawn without replacement in proportion to s^beta, items of s = 0 last and in random order; s in [-0.001, 0) counts as 0, a lower one is refused',
  reference: 'Kirsch et al. 2023',
  cost: 'O(N)',
  needs: [],
  scope: 'rows',
  options: z.object({
    beta: z
      .number()
      .min(0.01)
      .max(1000)
      .default(1)
      .describe('The power: a small one draws almost uniformly, a large one takes almost the highest.'),
  }),
  reweigh(utilities, { rowAt }, { options, seed }) {
    const gumbelOf = gumbels(seed);
    return utilities.map((utility, i) => {
      const row = rowAt(i);
      const s = nonNegative(utility, row, 'power');
      return s === 0 ? WITHOUT_CHANCE : Math.log(s) + gumbelOf(row) / options.beta;
    });
  },
});
