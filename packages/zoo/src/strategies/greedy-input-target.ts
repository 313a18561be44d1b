import { addWork, defineSelector, type Matrix } from '@alaas/core';
import { z } from 'zod';
import { nearestToMean } from '../geometry/nearest-to-mean.ts';
import { targetDistances } from '../geometry/target-distances.ts';
import { lazyGreedyWork, lists, products } from '../geometry/work.ts';
import { meanPredictions } from '../maths/mean-predictions.ts';
import { spreadOut } from '../maths/spread-out.ts';

/**
 * Asks the items that are far from all known ones both where they lie and in the value predicted. Wu, Lin & Huang 2019
 * (iGS).
 */
export default defineSelector({
  id: 'greedy-input-target',
  aliases: ['iGS', 'ImprovedGreedySampling'],
  title: 'Greedy sampling of inputs and targets',
  family: 'regression',
  summary: 'Asks the items that differ from every known or chosen one both in place and in predicted value.',
  use: 'Values are predicted, and the labels should spread over places and values alike.',
  avoid: 'Predictions are no better than the mean: their differences are then noise.',
  formula:
    'u(x) = min over labelled rows j, and rows chosen before with f for y, of ||h(x) - h(x_j)|| |f(x) - y_j|, at the time of choice, never rising; f(x) = mean_m f_m(x); without labels the row nearest to the mean embedding comes first',
  reference: 'Wu, Lin & Huang 2019',
  cost: 'O(N L D + B N D) at most, most often far less than the second part',
  needs: ['embeddings', 'predictions', 'targets'],
  options: z.object({}),
  work: ({ n, d, m, labelled, budget }) =>
    addWork(lists(n, 80, m), products(n, Math.min(labelled, 128), d), lazyGreedyWork(n), {
      multiplications: n * labelled * d,
      steps: budget * n * d,
      isLazy: true,
    }),
  async select(pool, { n, random, compute, checkpoint, progress }) {
    const { embeddings, predictions, targets, candidates, labelled } = pool;
    const values = meanPredictions(predictions, candidates);
    const known = { rows: candidates, values, centres: labelled.rows, targets: targets.data };
    const isKnown = labelled.rows.length > 0;
    return spreadOut({
      candidates,
      n,
      bounds: isKnown ? await targetDistances({ embeddings, ...known, compute, checkpoint }) : undefined,
      first: () => nearestToMean(embeddings, candidates, { checkpoint }),
      distance(item, other, limit) {
        const gap = Math.abs((values[item] as number) - (values[other] as number));
        if (gap === 0) return 0;
        return gap * distance(embeddings, candidates[item] as number, candidates[other] as number, limit / gap);
      },
      random,
      checkpoint,
      progress,
    });
  },
});

/** Columns between two looks at the limit. */
const STRIDE = 8;

/** Euclidean distance of two rows, or something beyond the limit where it is beyond it. */
function distance({ data, columns }: Matrix, row: number, other: number, limit: number): number {
  // a little more, so that rounding never makes a distance below the limit one above it
  const enough = limit * limit * (1 + 1e-9);
  const [i, j] = [row * columns, other * columns];
  let sum = 0;
  for (let from = 0; from < columns && sum <= enough; from += STRIDE) {
    const to = Math.min(columns, from + STRIDE);
    for (let d = from; d < to; d++) {
      const gap = (data[i + d] as number) - (data[j + d] as number);
      sum += gap * gap;
    }
  }
  return Math.sqrt(sum);
}
