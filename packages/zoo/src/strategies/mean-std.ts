import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { variances } from '../maths/committee.ts';

/** Asks the items whose class probabilities vary most between the members. Kampffmeyer et al. 2016. O(N M K). */
export default defineScorer({
  id: 'mean-std',
  aliases: ['MeanSTDSampling'],
  title: 'Mean standard deviation',
  family: 'committee',
  summary: 'Asks the items whose class probabilities vary most from member to member.',
  use: 'A committee is there and a measure of spread in the units of probabilities is wanted.',
  avoid: 'Many classes: most of them have almost no spread and water down the mean.',
  formula: 'u(x) = mean_c std_m p^m_c, in [0, 1/2]; the standard deviation divides by M',
  reference: 'Kampffmeyer, Salberg & Jenssen 2016',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { rows, columns } = committee;
    const each = variances(committee);
    const utilities = new Float64Array(rows);
    for (let row = 0, i = 0; row < rows; row++) {
      let total = 0;
      for (const end = i + columns; i < end; i++) total += Math.sqrt(each[i] as number);
      utilities[row] = total / columns;
    }
    return utilities;
  },
});
