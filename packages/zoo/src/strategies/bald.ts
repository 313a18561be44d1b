import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { meanDivergences } from '../maths/disagreement.ts';

/**
 * Asks the items about which the members, each sure of itself, say different things. Houlsby et al. 2011; Gal, Islam &
 * Ghahramani 2017. O(N M K).
 */
export default defineScorer({
  id: 'bald',
  aliases: ['BALDSampling', 'BALDDropout', 'BayesianDisagreement', 'BayesianDisagreementSampling'],
  title: 'BALD',
  family: 'committee',
  summary: 'Asks the items whose label tells most about which members are right.',
  use: 'A committee is there, batches are small, and noise in the labels misleads plain entropy.',
  avoid: 'Batches are large: it asks near copies of one item; take batch-bald or a stochastic draw.',
  formula: 'u(x) = H(mean_m p^m) - mean_m H(p^m), in nats, in [0, min(ln K, ln M)]; 0 = all members agree',
  reference: 'Houlsby et al. 2011; Gal, Islam & Ghahramani 2017',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score: ({ committee }, { floor }) => meanDivergences(committee, floor),
});
