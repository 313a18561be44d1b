import type { Matrix } from '@alaas/core';

/** Label sets come whole with every block of a pool; they are counted once. */
const known = new WeakMap<Float32Array, number>();

/**
 * How far the number of labels that are likelier than not lies from the mean of the labelled rows.
 *
 * @param probabilities [N x K]
 * @returns [N], at least 0; NaN for a row that holds NaN
 * Li & Guo 2013.
 */
export function cardinalityGaps({ data, rows, columns }: Matrix, labelSets: Matrix): Float64Array {
  const mean = meanCardinality(labelSets);
  const gaps = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let count = 0;
    for (const end = at + columns; at < end; at++) {
      const p = data[at] as number;
      if (p > 0.5) count++;
      else if (Number.isNaN(p)) count = Number.NaN;
    }
    gaps[row] = Math.abs(count - mean);
  }
  return gaps;
}

/** Mean number of labels of the labelled rows; 0 where there are none. @param labelSets [L x K] of 0 and 1, unchanging */
function meanCardinality({ data, rows }: Matrix): number {
  const before = known.get(data);
  if (before !== undefined) return before;
  let sum = 0;
  for (const flag of data) sum += flag;
  const mean = rows === 0 ? 0 : sum / rows;
  known.set(data, mean);
  return mean;
}
