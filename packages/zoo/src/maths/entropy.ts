import type { Matrix } from '@alaas/core';
import { naturalLog } from './natural-log.ts';

/** Rows may sum to 1 within this. */
const SUM_TOLERANCE = 1e-3;

/**
 * Entropy of each row, in nats: -sum p ln p, with 0 ln 0 = 0. Accurate to 1e-14.
 *
 * @param probabilities [N x K], none negative, rows sum to 1 +- 1e-3
 * @param floor rows whose entropy is certainly below it may be given as 0, which saves their logarithms
 * @returns [N], each in [0, ln K]; 0 = certain; NaN where the row holds one
 * Shannon 1948. O(N K), does not mutate.
 */
export function rowEntropies({ data, rows, columns }: Matrix, floor = Number.NEGATIVE_INFINITY): Float64Array {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const limit = largestSquares(floor, columns);
  const out = new Float64Array(rows);
  for (let row = 0, start = 0; row < rows; row++, start += columns) {
    const squares = sumOfSquares(data, start, start + columns);
    // the comparison is false for NaN, which goes on to be found
    if (!(squares > limit)) out[row] = entropy(data, bits, start, start + columns);
  }
  return out;
}

/**
 * The largest sum of squares that a row of entropy `floor` or more can have. Among rows with a given sum of squares the
 * entropy is largest for one value p >= 1/K and K - 1 equal rests (Harremoes & Topsoe 2001), and falls as p rises.
 */
function largestSquares(floor: number, columns: number): number {
  if (!(floor > 0) || columns < 2) return Number.POSITIVE_INFINITY;
  // what a row off by the tolerance can gain over one that sums to 1
  const least = floor - 2 * SUM_TOLERANCE * (floor + 1);
  let low = 1 / columns;
  let high = 1;
  for (let step = 0; step < 50; step++) {
    const p = (low + high) / 2;
    const rest = 1 - p;
    const most = -p * Math.log(p) - rest * Math.log(rest / (columns - 1));
    if (most >= least) low = p;
    else high = p;
  }
  return (high * high + (1 - high) ** 2 / (columns - 1)) * (1 + SUM_TOLERANCE) ** 2;
}

function sumOfSquares(data: Float32Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const p = data[i] as number;
    sum += p * p;
  }
  return sum;
}

function entropy(data: Float32Array, bits: Int32Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const p = data[i] as number;
    // 0 ln 0 = 0; the comparison is true for NaN, of either sign
    if (p !== 0) sum -= p * naturalLog(p, bits[i] as number);
  }
  // rounding may leave -1e-17 for a certain row
  return Math.max(sum, 0);
}
