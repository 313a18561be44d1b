import { addWork, defineSelector } from '@alaas/core';
import { z } from 'zod';
import { lazyGreedyWork, lists } from '../geometry/work.ts';
import { meanPredictions } from '../maths/mean-predictions.ts';
import { spreadOut } from '../maths/spread-out.ts';

/** Asks the items whose predicted values are farthest from all that are known. Wu, Lin & Huang 2019 (GSy). */
export default defineSelector({
  id: 'greedy-target',
  aliases: ['GSy', 'GreedySamplingTarget'],
  title: 'Greedy sampling of targets',
  family: 'regression',
  summary: 'Asks the items whose predicted values are farthest from every known or chosen one.',
  use: 'Values are predicted, and all of their range should be labelled.',
  avoid: 'The model is poor, or values have outliers, which are asked first.',
  formula:
    'u(x) = min over labelled rows j, and rows chosen before with f for y, of |f(x) - y_j|, at the time of choice, never rising; f(x) = mean_m f_m(x); without labels the row nearest to the mean prediction comes first',
  reference: 'Wu, Lin & Huang 2019',
  cost: 'O(N (M + log L) + B N) at most, most often O(N log N)',
  needs: ['predictions', 'targets'],
  options: z.object({}),
  work: ({ n, m, labelled, budget }) =>
    addWork(lists(n, 80, m + Math.log2(labelled + 2)), lists(labelled, 16), lazyGreedyWork(n), {
      steps: budget * n,
      isLazy: true,
    }),
  async select({ predictions, targets, candidates }, { n, random, checkpoint, progress }) {
    const values = meanPredictions(predictions, candidates);
    checkpoint();
    return spreadOut({
      candidates,
      n,
      bounds: targets.rows === 0 ? undefined : gapsTo(Float64Array.from(targets.data).sort(), values),
      first: () => nearestToMean(values),
      distance: (item, other) => Math.abs((values[item] as number) - (values[other] as number)),
      random,
      checkpoint,
      progress,
    });
  },
});

/** Distance of each value to the nearest of some sorted ones, by halving. */
function gapsTo(sorted: Float64Array, values: Float64Array): Float64Array {
  return values.map((value) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    const above = sorted[low] ?? Number.POSITIVE_INFINITY;
    const below = sorted[low - 1] ?? Number.NEGATIVE_INFINITY;
    return Math.min(above - value, value - below);
  });
}

function nearestToMean(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let best = 0;
  for (const [i, value] of values.entries()) {
    if (Math.abs(value - mean) < Math.abs((values[best] as number) - mean)) best = i;
  }
  return best;
}
