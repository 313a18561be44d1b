import { defineReweigher, mixer } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { gumbels } from '../maths/gumbel.ts';
import { ranksOf } from '../maths/ranks.ts';

/** Makes room for 21 bits beside a hash of 32: together what a float64 holds. */
const SHIFT = 2 ** 21;

/**
 * Draws items by their place in the order instead of taking the first; for utilities of which only the order means
 * something. Kirsch et al. 2023.
 */
export default defineReweigher({
  id: 'soft-rank',
  aliases: ['SoftRankSampling', 'SoftrankBALD'],
  title: 'Soft-rank sampling',
  summary: 'Draws items at random, in proportion to a power of one over their rank.',
  formula:
    'u(x) = -ln r(x) + Gumbel(seed, row) / beta; r = 1 for the highest utility, then 2 and so on, equal ones in random order: the B highest are drawn without replacement in proportion to r^-beta; s of any sign',
  reference: 'Kirsch et al. 2023',
  cost: 'O(N log N); the utilities of all items are kept, 16 bytes each',
  needs: [],
  scope: 'pool',
  options: z.object({
    beta: z
      .number()
      .min(0.01)
      .max(1000)
      .default(1)
      .describe('The power: a small one draws almost uniformly, a large one takes almost the first.'),
  }),
  // rows and utilities of all, their new ones, the order with its ties, and the ranks
  work: ({ n }) => lists(n, 56, Math.log2(n + 2)),
  reweigh(utilities, { rowAt }, { options, seed, checkpoint }) {
    const gumbelOf = gumbels(seed);
    const hashOf = mixer(seed);
    // rows of one hash are told apart too: the order must not depend on how they came
    const tieOf = (row: number): number => hashOf(row) * SHIFT + (row % SHIFT);
    const ranks = ranksOf(utilities, (i) => tieOf(rowAt(i)), checkpoint);
    return utilities.map((utility, i) => {
      // the rank of NaN means nothing, and the strategy has to be blamed for it
      return Number.isNaN(utility) ? utility : gumbelOf(rowAt(i)) / options.beta - Math.log(ranks[i] as number);
    });
  },
});
