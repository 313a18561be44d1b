import { defineScorer } from '@alaas/core';
import { z } from 'zod';
import { variances } from '../maths/committee.ts';

/**
 * Asks the items whose answer depends on how they are looked at: give the committee one member per augmented view. Gao et
 * al. 2020. O(N M K).
 */
export default defineScorer({
  id: 'consistency',
  aliases: ['Consistency', 'ConsistencySampling'],
  title: 'Consistency',
  family: 'committee',
  summary: 'Asks the items whose class probabilities vary most from one augmented view to another.',
  use: 'Augmented views of every item are there: it needs no second model to see what is unstable.',
  avoid: 'The augmentations change the class, or there are none for this kind of data.',
  formula:
    'u(x) = sum_c Var_m p^m_c, in [0, 1 - 1/min(K, M)]; the members are augmented views of x; the variance divides by M',
  reference: 'Gao et al. 2020',
  cost: 'O(N M K)',
  needs: ['committee'],
  options: z.object({}),
  score({ committee }) {
    const { rows, columns } = committee;
    const each = variances(committee);
    return new Float64Array(rows).map((_, row) => {
      let sum = 0;
      for (let i = row * columns; i < (row + 1) * columns; i++) sum += each[i] as number;
      return sum;
    });
  },
});
