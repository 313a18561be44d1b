import type { Matrix } from '../matrix.ts';

/** How far each given label can be believed. */
export interface LabelIssues {
  /** [N] probability of the given label, in [0, 1]: the lower, the sooner it should be looked at. */
  readonly selfConfidence: Float64Array;
  /** [N] 1 where another class is likelier to be the true one. */
  readonly isLikelyError: Uint8Array;
}

/**
 * Finds labels that are likely wrong, by confident learning (Northcutt, Jiang & Chuang 2021): an item counts for a class
 * whose probability is at least the mean probability of that class among the items labelled so; of several such classes for
 * the likeliest, of equal ones for its own. Where that is not the label it was given, the label is likely an error. A class that no item has counts for
 * none.
 *
 * @param given [N] class numbers
 * @param probabilities [N x K] by heads that have not learnt from the item: in-sample ones believe what they were taught
 */
export function confidentLearning(given: Int32Array, probabilities: Matrix): LabelIssues {
  const { data, columns } = probabilities;
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  const selfConfidence = new Float64Array(given.length);
  for (let row = 0; row < given.length; row++) {
    const label = given[row] as number;
    const own = data[row * columns + label] as number;
    selfConfidence[row] = own;
    sums[label] = (sums[label] as number) + own;
    counts[label] = (counts[label] as number) + 1;
  }
  const thresholds = sums.map((sum, k) => (counts[k] === 0 ? Number.POSITIVE_INFINITY : sum / (counts[k] as number)));
  const isLikelyError = new Uint8Array(given.length);
  for (let row = 0; row < given.length; row++) {
    let best = -1;
    for (let k = 0; k < columns; k++) {
      const p = data[row * columns + k] as number;
      if (p < (thresholds[k] as number)) continue;
      const most = best < 0 ? -1 : (data[row * columns + best] as number);
      if (p > most || (p === most && k === given[row])) best = k;
    }
    if (best >= 0 && best !== given[row]) isLikelyError[row] = 1;
  }
  return { selfConfidence, isLikelyError };
}
