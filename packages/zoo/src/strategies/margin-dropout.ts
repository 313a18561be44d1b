import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { consensus } from '../maths/committee.ts';
import { twoLargestOfRows } from '../maths/top-two.ts';

/** Asks the items whose two most likely classes in the members' mean are closest. Gal, Islam & Ghahramani 2017. O(N M K). */
export default defineScorer({
  id: 'margin-dropout',
  aliases: ['MarginSamplingDropout', 'MarginConfidenceDropout'],
  title: 'Margin with dropout',
  family: 'committee',
  summary: 'Asks the items whose two most likely classes, by the mean of the members, are closest.',
  use: 'A committee or dropout passes are there, and there are many classes.',
  avoid: 'One calibrated head exists: passes cost M times as much and tell little more.',
  formula: 'u(x) = 1 - (p(1) - p(2)), in [0, 1]; p(1) >= p(2) are the two largest of mean_m p^m',
  reference: 'Scheffer, Decomain & Wrobel 2001; Gal, Islam & Ghahramani 2017',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { rows, columns } = committee;
    const { first, second } = twoLargestOfRows({ data: consensus(committee), rows, columns });
    return first.map((largest, row) => 1 - (largest - (second[row] as number)));
  },
});
