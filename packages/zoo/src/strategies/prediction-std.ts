import { AlaasError, defineScorer } from '@alaas/core';
import { z } from 'zod';

/** Asks the items whose value the models predict most differently. Burbidge, Rowland & King 2007. O(N M). */
export default defineScorer({
  id: 'prediction-std',
  aliases: ['PredictionStd', 'RegressionQBC', 'MaxStd'],
  title: 'Standard deviation of predictions',
  family: 'regression',
  summary: 'Asks the items whose value the models predict most differently.',
  use: 'Values are predicted by several models, whose disagreement shows where labels are missing.',
  avoid: 'All models have the same bias: they agree and are wrong.',
  formula: 'u(x) = sqrt(mean_m (f_m(x) - mean_m f_m(x))^2), at least 0, in the unit of the values; M at least 2',
  reference: 'Burbidge, Rowland & King 2007',
  cost: 'O(N M)',
  needs: ['predictions'],
  options: z.object({}),
  score({ predictions }) {
    const { data, rows, columns } = predictions;
    if (columns < 2) {
      throw new AlaasError(
        'STRATEGY_NEEDS',
        `prediction-std needs predictions of at least 2 models, and got those of ${columns}: one column for each model. Give more columns, or choose greedy-target, which takes one.`,
      );
    }
    return new Float64Array(rows).map((_, row) => deviation(data, row * columns, columns));
  },
});

function deviation(data: Float32Array, start: number, count: number): number {
  let mean = 0;
  for (let i = start; i < start + count; i++) mean += (data[i] as number) / count;
  let squares = 0;
  for (let i = start; i < start + count; i++) squares += ((data[i] as number) - mean) ** 2;
  return Math.sqrt(squares / count);
}
