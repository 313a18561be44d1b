import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { consensus } from '../maths/committee.ts';

/** Asks the items whose mean class distribution over the members is widest. Gal, Islam & Ghahramani 2017. O(N M K). */
export default defineScorer({
  id: 'consensus-entropy',
  aliases: ['entropy-dropout', 'EntropySamplingDropout', 'ConsensusEntropySampling'],
  title: 'Consensus entropy',
  family: 'committee',
  summary: 'Asks the items whose class distribution, averaged over the members, is widest.',
  use: 'A committee is there and its mean is better calibrated than one model.',
  avoid: 'Labels are noisy: items that nobody could label have a high entropy for ever.',
  formula: 'u(x) = H(mean_m p^m) with 0 ln 0 = 0, in nats, in [0, ln K]',
  reference: 'Gal, Islam & Ghahramani 2017; Settles 2009',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { rows, columns } = committee;
    const mean = consensus(committee);
    return Float64Array.from({ length: rows }, (_, row) => entropy(mean, row * columns, (row + 1) * columns));
  },
});

function entropy(mean: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const p = mean[i] as number;
    if (p !== 0) sum -= p * Math.log(p);
  }
  // rounding may leave -1e-17 for a certain row
  return Math.max(sum, 0);
}
