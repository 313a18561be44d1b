import type { Matrix } from '@alaas/core';

/** Far above the smallest float64 number, and half of it too. */
const SMALL = 2 ** -1000;

/** What the labels of each item say together, when each is there or not by itself. */
export interface JointLabels {
  /** [N] ln of the chance of the most likely label set: the sum of ln max(p_j, 1 - p_j), in [-K ln 2, 0]. */
  readonly logBest: Float64Array;
  /** [N] max(p_j, 1 - p_j) of the label that is least certain, in [0.5, 1]; 1 where there is no label. */
  readonly leastCertain: Float64Array;
}

/**
 * @param probabilities [N x K], each in [0, 1]
 * @returns NaN for a row that holds NaN
 * O(N K), does not mutate.
 */
export function jointLabels({ data, rows, columns }: Matrix): JointLabels {
  const logBest = new Float64Array(rows);
  const leastCertain = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    let product = 1;
    let widest = 0;
    for (const end = at + columns; at < end; at++) {
      const p = data[at] as number;
      // the other outcome, exactly: 1 minus a float32 number of at least 0.5 needs no rounding
      const other = p < 0.5 ? p : 1 - p;
      product *= 1 - other;
      // a logarithm now and then, before the product is too small to hold
      if (product < SMALL) {
        sum += Math.log(product);
        product = 1;
      }
      widest = Math.max(widest, other);
    }
    logBest[row] = sum + Math.log(product);
    leastCertain[row] = 1 - widest;
  }
  return { logBest, leastCertain };
}
