import { addWork, defineSelector, type Matrix, TopB } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { fitLabelCounts, type LabelCountModel, MAX_STEPS, sharesOf } from '../maths/label-count-model.ts';

const ROWS_BETWEEN_CHECKS = 1024;

/**
 * Asks the items on which most labels are expected to be wrong, once the likeliest labels are taken for true, as many as a
 * model learnt from the labelled items expects. Yang, Sun, Wang & Chen 2009.
 */
export default defineSelector({
  id: 'mmc',
  aliases: ['MMC', 'MaximumLossReduction'],
  title: 'Maximum loss reduction with maximal confidence',
  family: 'multi-label',
  summary: 'Asks the items whose likeliest set of labels, of the size expected, is expected to hold most mistakes.',
  use: 'Items may have several labels, labelled ones exist, and the size of a set can be told from the scores.',
  avoid: 'Few items are labelled: the sizes are then learned from almost nothing.',
  formula:
    'u(x) = sum_j (1 - y_j f_j) / 2, in [0, K]; f_j = 2 p_j - 1, y_j = 1 for the m(x) largest p_j and -1 for the others; m by multinomial logistic regression (L2 weight 1) from the sorted p / sum p to the number of labels of the labelled rows; without labelled rows m(x) = #{j: p_j > 1/2}',
  reference: 'Yang, Sun, Wang & Chen 2009',
  cost: 'O(N K log K + L K^2 + K^3 + steps (L + K) K Q) for Q different numbers of labels, at most 1,000 steps',
  needs: ['labelProbabilities', 'labelSets'],
  options: z.object({}),
  work: ({ n, k, labelled }) =>
    addWork(lists(n, 24, k * Math.log2(k + 2)), lists(labelled * k, 16), {
      bytes: 40 * k * k + 16 * labelled * k,
      steps: MAX_STEPS * (labelled + k) * k * k,
    }),
  async select({ labelProbabilities, labelSets, candidates, labelled }, { n, random, checkpoint, progress }) {
    const { data, columns } = labelProbabilities;
    const model = countModel(labelProbabilities, labelled.rows, labelSets, checkpoint);
    const utilities = new Float64Array(candidates.length);
    for (const [i, row] of candidates.entries()) {
      if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
      const sorted = falling(data, row * columns, columns);
      const count = model?.predict(sharesOf(sorted)) ?? likelier(sorted);
      let mistakes = 0;
      for (let j = 0; j < columns; j++) mistakes += j < count ? 1 - (sorted[j] as number) : (sorted[j] as number);
      utilities[i] = mistakes;
    }
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(utilities, (i) => candidates[i] as number);
    const ranking = best.ranking();
    progress(n);
    return { rows: Uint32Array.from(ranking.rows), utilities: ranking.utilities };
  },
});

/** Undefined where nothing is labelled. */
function countModel(
  { data, columns }: Matrix,
  labelled: Uint32Array,
  labelSets: Matrix,
  checkpoint: () => void,
): LabelCountModel | undefined {
  if (labelled.length === 0) return undefined;
  const features = new Float64Array(labelled.length * columns);
  const counts: number[] = [];
  for (const [i, row] of labelled.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    features.set(sharesOf(falling(data, row * columns, columns)), i * columns);
    let count = 0;
    for (let k = 0; k < labelSets.columns; k++) count += labelSets.data[i * labelSets.columns + k] as number;
    counts.push(count);
  }
  return fitLabelCounts(features, counts, checkpoint);
}

/** The probabilities of one row, the largest first. */
function falling(data: Float32Array, start: number, columns: number): Float64Array {
  return Float64Array.from(data.subarray(start, start + columns))
    .sort()
    .reverse();
}

/** How many of the numbers, which fall, are above 1/2. */
function likelier(sorted: Float64Array): number {
  const first = sorted.findIndex((p) => p <= 0.5);
  return first < 0 ? sorted.length : first;
}
