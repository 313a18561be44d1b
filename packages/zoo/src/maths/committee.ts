import type { Committee } from '@alaas/core';

// Non-negative float32 values have the order of their bit patterns, and NaN lies above all of them.
const SIGN_OFF = 0x7fffffff;
const INFINITY_BITS = 0x7f800000;

/**
 * The members' mean answer about each item, summed in float64: where all members agree it is what they say, exactly.
 *
 * @returns row-major [N x K]
 */
export function consensus({ data, members, rows, columns }: Committee): Float64Array {
  const size = rows * columns;
  const mean = new Float64Array(size);
  for (let member = 0, at = 0; member < members; member++) {
    for (let i = 0; i < size; i++) mean[i] = (mean[i] as number) + (data[at++] as number);
  }
  for (let i = 0; i < size; i++) mean[i] = (mean[i] as number) / members;
  return mean;
}

/**
 * How many members hold each class for the most likely one. A member's tie goes to the first class.
 *
 * @returns row-major [N x K], each row sums to M; a row in which a member says NaN holds NaN
 */
export function votes({ data, members, rows, columns }: Committee): Float64Array {
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  const counts = new Float64Array(rows * columns);
  for (let member = 0, at = 0; member < members; member++) {
    for (let start = 0; start < counts.length; start += columns, at += columns) {
      let best = 0;
      let largest = -1;
      for (let k = 0; k < columns; k++) {
        const pattern = (bits[at + k] as number) & SIGN_OFF;
        if (pattern > largest) {
          largest = pattern;
          best = k;
        }
      }
      counts[start + best] = largest > INFINITY_BITS ? Number.NaN : (counts[start + best] as number) + 1;
    }
  }
  return counts;
}

/**
 * Variance of each class probability over the members, divided by M; exactly 0 where all agree.
 *
 * @returns row-major [N x K], each in [0, 1/4]
 */
export function variances({ data, members, rows, columns }: Committee): Float64Array {
  const size = rows * columns;
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let member = 0, at = 0; member < members; member++) {
    for (let i = 0; i < size; i++) {
      // measured from the first member: equal members give exactly 0, and nothing large cancels
      const gap = (data[at++] as number) - (data[i] as number);
      sums[i] = (sums[i] as number) + gap;
      squares[i] = (squares[i] as number) + gap * gap;
    }
  }
  for (let i = 0; i < size; i++) {
    const mean = (sums[i] as number) / members;
    // a rounding error below 0 is none
    squares[i] = Math.max((squares[i] as number) / members - mean * mean, 0);
  }
  return squares;
}
