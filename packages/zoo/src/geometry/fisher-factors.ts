import type { Matrix } from '@alaas/core';
import { twoLargest } from '../maths/two-largest.ts';

/**
 * Fisher information of each row's label about the last layer: A (x) h h', A [k x k], in the form V' V with k rows V. Of h
 * and A only the factors are kept.
 */
export interface FisherFactors {
  /** k: the number of classes, or 1 where only right and wrong are told apart. */
  readonly k: number;
  /** A[c, e] of a row. */
  entry(row: number, c: number, e: number): number;
  /** What row s of V multiplies h with in class c's part. */
  coefficient(row: number, s: number, c: number): number;
  /**
   * Rows of V times some columns.
   *
   * @param products what h gives with each class's part of the columns: [k x k] from `at` on, class by class
   * @param out [k x k]
   */
  apply(row: number, products: ArrayLike<number>, at: number, out: Float64Array): void;
  /** V (G (x) .) V' for G [k x k] symmetric, into `out` [k x k] from `at` on. */
  sandwich(row: number, g: Float64Array, out: Float64Array, at: number): void;
}

/** Of all classes: A = diag(p) - p p', row s of V is sqrt(p_s) (e_s - p) (x) h. Rows of p are scaled to sum 1. */
export function fullFactors({ data, columns: k }: Matrix): FisherFactors {
  const p = Float64Array.from(data);
  for (let start = 0; start < p.length; start += k) {
    let sum = 0;
    for (let c = start; c < start + k; c++) sum += p[c] as number;
    for (let c = start; c < start + k; c++) p[c] = (p[c] as number) / sum;
  }
  const roots = p.map(Math.sqrt);
  const means = new Float64Array(k);
  return {
    k,
    entry: (row, c, e) =>
      (c === e ? (p[row * k + c] as number) : 0) - (p[row * k + c] as number) * (p[row * k + e] as number),
    coefficient: (row, s, c) => (roots[row * k + s] as number) * ((c === s ? 1 : 0) - (p[row * k + c] as number)),
    apply(row, products, at, out) {
      means.fill(0);
      for (let c = 0, from = at; c < k; c++) {
        const weight = p[row * k + c] as number;
        for (let r = 0; r < k; r++, from++) means[r] = (means[r] as number) + weight * (products[from] as number);
      }
      for (let s = 0, to = 0; s < k; s++) {
        const root = roots[row * k + s] as number;
        for (let r = 0; r < k; r++, to++) out[to] = root * ((products[at + to] as number) - (means[r] as number));
      }
    },
    sandwich(row, g, out, at) {
      let mean = 0;
      for (let s = 0; s < k; s++) {
        let sum = 0;
        for (let c = 0; c < k; c++) sum += (p[row * k + c] as number) * (g[s * k + c] as number);
        means[s] = sum;
        mean += (p[row * k + s] as number) * sum;
      }
      for (let s = 0; s < k; s++) {
        for (let t = 0; t < k; t++) {
          const value = (g[s * k + t] as number) - (means[s] as number) - (means[t] as number) + mean;
          out[at + s * k + t] = (roots[row * k + s] as number) * (roots[row * k + t] as number) * value;
        }
      }
    },
  };
}

/** Of the likeliest class against all others: A = p(1) (1 - p(1)), a number. */
export function binaryFactors({ data, rows, columns }: Matrix): FisherFactors {
  const variances = Float64Array.from({ length: rows }, (_, row) => {
    const { first } = twoLargest(data, row * columns, columns);
    return Math.max(0, first * (1 - first));
  });
  const roots = variances.map(Math.sqrt);
  return {
    k: 1,
    entry: (row) => variances[row] as number,
    coefficient: (row) => roots[row] as number,
    apply(row, products, at, out) {
      out[0] = (roots[row] as number) * (products[at] as number);
    },
    sandwich(row, g, out, at) {
      out[at] = (variances[row] as number) * (g[0] as number);
    },
  };
}
