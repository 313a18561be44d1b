import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { consensus } from '../maths/committee.ts';
import { twoLargestOfRows } from '../maths/top-two.ts';

/** Asks the items whose most likely class in the members' mean is least likely. Gal, Islam & Ghahramani 2017. O(N M K). */
export default defineScorer({
  id: 'least-confidence-dropout',
  aliases: ['LeastConfidenceDropout'],
  title: 'Least confidence with dropout',
  family: 'committee',
  summary: 'Asks the items whose most likely class, by the mean of the members, is least likely.',
  use: 'A committee or dropout passes are there and one model is overconfident.',
  avoid: 'One calibrated head exists: passes cost M times as much and tell little more.',
  formula: 'u(x) = 1 - p(1), in [0, 1 - 1/K]; p(1) is the largest of mean_m p^m',
  reference: 'Lewis & Gale 1994; Gal, Islam & Ghahramani 2017',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { rows, columns } = committee;
    return twoLargestOfRows({ data: consensus(committee), rows, columns }).first.map((largest) => 1 - largest);
  },
});
