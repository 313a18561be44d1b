import { defineScorer } from '@alaas/core';
import { z } from 'zod';

/** Asks the items whose class probabilities vary most between the members. Kampffmeyer et al. 2016. O(N M K). */
export default defineScorer({
  id: 'mean-std',
  aliases: ['MeanSTDSampling'],
  title: 'Mean standard deviation',
  family: 'committee',
  summary: 'Asks the items whose class probabilities vary most from member to member.',
  formula: 'u(x) = mean_c std_m p^m_c, in [0, 1/2]; the standard deviation divides by M',
  reference: 'Kampffmeyer, Salberg & Jenssen 2016',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { data, members, rows, columns } = committee;
    const size = rows * columns;
    const sums = new Float64Array(size);
    const squares = new Float64Array(size);
    for (let member = 0, at = 0; member < members; member++) {
      for (let i = 0; i < size; i++) {
        // measured from the first member: equal members give exactly 0, and nothing large cancels
        const gap = (data[at++] as number) - (data[i] as number);
        sums[i] = (sums[i] as number) + gap;
        squares[i] = (squares[i] as number) + gap * gap;
      }
    }
    const utilities = new Float64Array(rows);
    for (let row = 0, i = 0; row < rows; row++) {
      let total = 0;
      for (const end = i + columns; i < end; i++) {
        const mean = (sums[i] as number) / members;
        // a rounding error below 0 has no root
        total += Math.sqrt(Math.max((squares[i] as number) / members - mean * mean, 0));
      }
      utilities[row] = total / columns;
    }
    return utilities;
  },
});
