import type { Matrix } from '@alaas/core';

/** Where rows lie, and how widely. */
export interface MiddleAndSpread {
  /** [D] their mean. */
  readonly mean: Float64Array;
  /** Their mean squared distance from it; 1 where they are all equal but for rounding, so that it can divide. */
  readonly spread: number;
}

/** Below this share of the mean square, float32 rows are equal but for rounding. */
const ROUNDING = 1e-6;

/** @param counts [L] how much each row counts; O(L D). */
export function middleAndSpread({ data, rows, columns }: Matrix, counts: Float64Array): MiddleAndSpread {
  const mean = new Float64Array(columns);
  let squares = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const count = counts[row] as number;
    if (count === 0) continue;
    total += count;
    for (let d = 0, at = row * columns; d < columns; d++, at++) {
      const value = data[at] as number;
      mean[d] = (mean[d] as number) + count * value;
      squares += count * value * value;
    }
  }
  for (let d = 0; d < columns; d++) mean[d] = (mean[d] as number) / total;
  const meanSquare = squares / total;
  const spread = meanSquare - mean.reduce((sum, value) => sum + value * value, 0);
  return { mean, spread: spread > ROUNDING * meanSquare ? spread : 1 };
}
