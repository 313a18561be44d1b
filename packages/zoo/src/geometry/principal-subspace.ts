import type { Matrix } from '@alaas/core';
import { symmetricEigen } from '../maths/symmetric-eigen.ts';

/** Directions with less than this share of the variance are rounding. */
const ROUNDING = 1e-10;

/** The plane in which some rows mostly lie. */
export interface Subspace {
  /** [D] */
  readonly mean: Float32Array;
  /** [components x D], orthogonal directions of length 1, that of most variance first. */
  readonly directions: Matrix;
}

/**
 * Principal components of some rows: as few as keep the wanted share of their variance. By the products among the rows,
 * so it takes a few hundred rows of any width; for many rows there is `principalAxes`.
 *
 * @param rows at least one
 * @param share of the variance, in (0, 1]
 * O(rows^2 D + rows^3) time. Pearson 1901.
 */
export function principalSubspace(
  { data, columns }: Matrix,
  rows: Uint32Array,
  { share, checkpoint }: { readonly share: number; readonly checkpoint: () => void },
): Subspace {
  const n = rows.length;
  const mean = new Float64Array(columns);
  for (const row of rows) {
    for (let d = 0; d < columns; d++) mean[d] = (mean[d] as number) + (data[row * columns + d] as number) / n;
  }
  const centred = new Float64Array(n * columns);
  for (const [i, row] of rows.entries()) {
    for (let d = 0; d < columns; d++)
      centred[i * columns + d] = (data[row * columns + d] as number) - (mean[d] as number);
  }
  const { values, vectors } = symmetricEigen(products(centred, n, columns, checkpoint), n, checkpoint);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  let count = 0;
  for (let kept = 0; count < n && kept < share * total; count++) {
    const value = values[count] as number;
    if (!(value > ROUNDING * total)) break;
    kept += value;
  }
  const directions = new Float32Array(count * columns);
  for (let k = 0; k < count; k++) {
    checkpoint();
    const scale = 1 / Math.sqrt(values[k] as number);
    for (let i = 0; i < n; i++) {
      const weight = (vectors[k * n + i] as number) * scale;
      for (let d = 0; d < columns; d++) {
        const at = k * columns + d;
        directions[at] = (directions[at] as number) + weight * (centred[i * columns + d] as number);
      }
    }
  }
  return { mean: Float32Array.from(mean), directions: { data: directions, rows: count, columns } };
}

/** Products of all pairs of rows: [n x n]. */
function products(rows: Float64Array, n: number, columns: number, checkpoint: () => void): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    checkpoint();
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let d = 0; d < columns; d++) sum += (rows[i * columns + d] as number) * (rows[j * columns + d] as number);
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
  return out;
}
