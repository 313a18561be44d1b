import { AlaasError, defineScorer } from '@alaas/core';
import { z } from 'zod';

/**
 * Asks the items about which the head has changed its mind most since the round before: what a model still forgets and
 * learns anew has a high loss. Huang et al. 2021. O(N K).
 */
export default defineScorer({
  id: 'tod',
  aliases: ['TOD', 'TODSampling', 'TemporalOutputDiscrepancy'],
  title: 'Temporal output discrepancy',
  family: 'uncertainty',
  summary: 'Asks the items whose class probabilities have moved most since the round before.',
  use: 'Rounds follow each other, and predictions of the round before are there at no cost.',
  avoid: 'The first round, or after a change of model or learner: what moved is then not the item.',
  formula: 'u(x) = 1/2 |p_t(x) - p_{t-1}(x)|^2, in [0, 1]; p_{t-1} by the head of the round before',
  reference: 'Huang et al. 2021',
  cost: 'O(N K)',
  needs: ['probabilities', 'previousProbabilities'],
  options: z.object({}),
  score({ size, probabilities, previousProbabilities }) {
    const { data: now, columns } = probabilities;
    const { data: before } = previousProbabilities;
    if (previousProbabilities.columns !== columns) {
      throw new AlaasError(
        'INVALID_PROBABILITIES',
        `There are ${columns} classes now, and ${previousProbabilities.columns} in the round before. Give both for the same classes in the same order.`,
      );
    }
    return new Float64Array(size).map((_, row) => {
      let sum = 0;
      for (let i = row * columns; i < (row + 1) * columns; i++) {
        const gap = (now[i] as number) - (before[i] as number);
        sum += gap * gap;
      }
      return sum / 2;
    });
  },
});
