import { addWork, defineSelector, type Matrix, TopB } from '@alaas/core';
import { z } from 'zod';
import { lists } from '../geometry/work.ts';
import { inBoth, labelPatterns, sizeOf } from '../maths/label-patterns.ts';
import { ranksOf } from '../maths/ranks.ts';

/**
 * Asks the items that are uncertain for many labels, by rank, and whose predicted label set is unlike those of labelled
 * items. Reyes, Morell & Ventura 2018.
 */
export default defineSelector({
  id: 'cvirs',
  aliases: ['CVIRS', 'CategoryVectorInconsistency'],
  title: 'Category vector inconsistency and ranking of scores',
  family: 'multi-label',
  summary: 'Asks the items that rank high in uncertainty over many labels and are predicted an unusual set of labels.',
  use: 'Items may have several labels, labelled ones exist, and unusual sets of labels should be seen.',
  avoid: 'Nothing is labelled, or sets of labels are all alike: then only the ranks are left.',
  formula:
    'u(x) = s(x) v(x), in [0, 1]; s = mean over labels j of (N - r_j) / (N - 1), r_j the rank of x by |2 p_j - 1|, least first, equal ones sharing their mean rank; v = mean over the labelled sets y of d(y(x), y), y_j(x) = [p_j > 1/2]; d = 1 where all labels differ, else (2 H(a, b) - H(a) - H(b)) / H(a, b), entropies over the K labels, 0 where H(a, b) = 0; v = 1 without labelled rows',
  reference: 'Reyes, Morell & Ventura 2018',
  cost: 'O(K N log N + S T K) for S different predicted and T different known label sets',
  needs: ['labelProbabilities', 'labelSets'],
  options: z.object({}),
  work: ({ n, k, labelled }) =>
    addWork(lists(n, 80 + Math.ceil(k / 8), k * Math.log2(n + 2)), lists(labelled, 40 + Math.ceil(k / 8), k), {
      steps: Math.min(n, 2 ** k) * Math.min(labelled, 2 ** k) * k,
    }),
  async select({ labelProbabilities, labelSets, candidates }, { n, random, checkpoint, progress }) {
    const scores = rankScores(labelProbabilities, candidates, checkpoint);
    const strangeness = inconsistencies(labelProbabilities, candidates, labelSets, checkpoint);
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(
      scores.map((score, i) => score * (strangeness[i] as number)),
      (i) => candidates[i] as number,
    );
    const ranking = best.ranking();
    progress(n);
    return { rows: Uint32Array.from(ranking.rows), utilities: ranking.utilities };
  },
});

/** Borda's count over labels: [candidates], each in [0, 1]; 1 = least certain for every label. */
function rankScores({ data, columns }: Matrix, candidates: Uint32Array, checkpoint: () => void): Float64Array {
  const size = candidates.length;
  const scores = new Float64Array(size);
  if (size === 1) return scores.fill(1);
  for (let label = 0; label < columns; label++) {
    const closeness = Float64Array.from(
      candidates,
      (row) => -Math.abs(2 * (data[row * columns + label] as number) - 1),
    );
    const ranks = meanRanks(closeness, checkpoint);
    for (let i = 0; i < size; i++) {
      scores[i] = (scores[i] as number) + (size - (ranks[i] as number)) / ((size - 1) * columns);
    }
  }
  return scores;
}

/** 1 for the largest value; equal ones share the mean of their ranks. */
function meanRanks(values: Float64Array, checkpoint: () => void): Float64Array {
  const ranks = ranksOf(values, () => 0, checkpoint);
  const order = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) order[(ranks[i] as number) - 1] = i;
  const out = new Float64Array(values.length);
  for (let start = 0, end = 0; start < values.length; start = end) {
    const value = values[order[start] as number];
    while (end < values.length && values[order[end] as number] === value) end++;
    // ranks start + 1 to end
    for (let at = start; at < end; at++) out[order[at] as number] = (start + 1 + end) / 2;
  }
  return out;
}

/** Mean distance of the predicted label set of each candidate to the known ones: [candidates], each in [0, 1]. */
function inconsistencies(
  { data, columns }: Matrix,
  candidates: Uint32Array,
  known: Matrix,
  checkpoint: () => void,
): Float64Array {
  if (known.rows === 0) return new Float64Array(candidates.length).fill(1);
  const isKnown = (row: number, label: number): boolean => known.data[row * columns + label] === 1;
  const isLikely = (i: number, label: number): boolean =>
    (data[(candidates[i] as number) * columns + label] as number) > 0.5;
  const sets = labelPatterns({ rows: known.rows, labels: columns }, isKnown, checkpoint);
  const predicted = labelPatterns({ rows: candidates.length, labels: columns }, isLikely, checkpoint);
  const distanceOf = labelDistances(columns);
  const sizes = Uint32Array.from(sets.counts, (_, set) => sizeOf(sets, set));
  const means = Float64Array.from(predicted.counts, (_, pattern) => {
    checkpoint();
    const size = sizeOf(predicted, pattern);
    let sum = 0;
    for (let set = 0; set < sizes.length; set++) {
      const distance = distanceOf(size, sizes[set] as number, inBoth(predicted, pattern, sets, set));
      sum += (sets.counts[set] as number) * distance;
    }
    return sum / known.rows;
  });
  return Float64Array.from(predicted.patternOf, (pattern) => means[pattern] as number);
}

/**
 * Entropy distance of two label sets, seen as two variables over the labels; 1 where they differ in every label.
 *
 * @returns a function of the number of labels in the first, in the second, and in both
 */
function labelDistances(labels: number): (first: number, second: number, both: number) => number {
  // entropy = ln K - (sum of c ln c) / K over the cells
  const terms = Float64Array.from({ length: labels + 1 }, (_, count) => (count === 0 ? 0 : count * Math.log(count)));
  const whole = terms[labels] as number;
  const term = (count: number): number => terms[count] as number;
  return (first, second, both) => {
    const [firstAlone, secondAlone] = [first - both, second - both];
    // rounding would leave a little where there is no difference
    if (firstAlone + secondAlone === 0) return 0;
    if (firstAlone + secondAlone === labels) return 1;
    const joint = whole - term(both) - term(firstAlone) - term(secondAlone) - term(labels - second - firstAlone);
    if (joint <= 0) return 0;
    const own = 2 * whole - term(first) - term(labels - first) - term(second) - term(labels - second);
    // rounding may leave a little below 0 or above 1
    return Math.min(1, Math.max(0, (2 * joint - own) / joint));
  };
}
