import type { Matrix } from '@alaas/core';

/** Rows looked at, evenly spaced, and steps: enough to know it within some tens of percent. */
const SAMPLE = 512;
const STEPS = 8;

/**
 * About the variance of rows in the direction in which they vary most: a few steps of power iteration on a sample, never
 * above the sample's own.
 *
 * @param mean [D] of the rows
 * @returns 0 when they are all equal; O(min(L, 512) D)
 */
export function largestVariance({ data, rows, columns }: Matrix, mean: Float64Array): number {
  const step = Math.max(1, Math.floor(rows / SAMPLE));
  let direction = new Float64Array(columns);
  let variance = 0;
  // the first direction is the sum of all deviations, each times its own length
  for (let iteration = 0; iteration <= STEPS; iteration++) {
    const next = new Float64Array(columns);
    let count = 0;
    for (let row = 0; row < rows; row += step) {
      const along =
        iteration === 0 ? lengthOf(data, row * columns, mean) : project(data, row * columns, mean, direction);
      count++;
      for (let d = 0, at = row * columns; d < columns; d++, at++) {
        next[d] = (next[d] as number) + along * ((data[at] as number) - (mean[d] as number));
      }
    }
    const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0));
    if (length === 0) return variance;
    // the direction has length 1, but for the first time
    if (iteration > 0) variance = length / count;
    direction = next.map((value) => value / length);
  }
  return variance;
}

function lengthOf(data: Float32Array, start: number, mean: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < mean.length; d++) sum += ((data[start + d] as number) - (mean[d] as number)) ** 2;
  return Math.sqrt(sum);
}

function project(data: Float32Array, start: number, mean: Float64Array, direction: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < mean.length; d++) {
    sum += ((data[start + d] as number) - (mean[d] as number)) * (direction[d] as number);
  }
  return sum;
}
