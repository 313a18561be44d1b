import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { maxDivergences, meanDivergences } from '../maths/disagreement.ts';

/** Asks the items where the members' distributions lie farthest from their mean. McCallum & Nigam 1998. O(N M K). */
export default defineScorer({
  id: 'kl-disagreement',
  aliases: ['KLDivergence', 'KLDivergenceQBC'],
  title: 'KL disagreement',
  family: 'committee',
  summary: "Asks the items where the members' distributions lie farthest from their mean.",
  use: 'A committee is there and members should settle what they disagree about.',
  avoid: 'Members are near copies of each other: there is nothing to disagree about.',
  formula:
    'u(x) = mean_m KL(p^m || mean_m p^m) in nats, in [0, min(ln K, ln M)] (equal to BALD), or max_m instead of the mean, in [0, ln M]',
  reference: 'McCallum & Nigam 1998',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({
    combine: z
      .enum(['mean', 'max'])
      .default('mean')
      .describe('Whether the mean divergence of the members counts, or that of the one that differs most.'),
  }),
  score: ({ committee }, { options, floor }) =>
    options.combine === 'max' ? maxDivergences(committee) : meanDivergences(committee, floor),
});
