import type { Matrix } from '../matrix.ts';
import type { Consensus } from './crowdlab.ts';

/**
 * What one more answer to each item is worth, answered or not, on one scale, so that a queue can decide between a new label
 * and a second opinion: ActiveLab (Goh & Mueller 2023).
 *
 * The paper's score is how sure the consensus is when an annotator of mean weight joins, who knows nothing and gives every
 * class 1 / K. For an item without an answer the consensus is the model's likeliest class. The paper asks for the lowest
 * score first; the utility is 1 - score.
 *
 * @param consensus of the answers so far, from `crowdlab` with the same probabilities
 * @param probabilities [N x K]
 * @returns [N] utilities in [0, 1]; higher = ask sooner
 */
export function activeLab(consensus: Consensus, { data, rows, columns }: Matrix): Float64Array {
  const { labels, modelWeight, meanWeight } = consensus;
  const score = (quality: number, weight: number): number =>
    (quality * weight + meanWeight / columns) / (weight + meanWeight);
  const utilities = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const likeliest = data.subarray(row * columns, (row + 1) * columns).reduce((a, b) => Math.max(a, b), 0);
    utilities[row] = 1 - score(likeliest, modelWeight);
  }
  for (const { item, quality, weight } of labels) utilities[item] = 1 - score(quality, weight + modelWeight);
  return utilities;
}
