const ROWS_BETWEEN_CHECKS = 16;

/**
 * The lower triangle L of a positive definite matrix, L L' = matrix; zeros above.
 *
 * @param matrix [n x n], of which the lower triangle is read
 * @returns undefined where the matrix is not positive definite
 * O(n^3).
 */
export function cholesky(matrix: Float64Array, n: number, checkpoint?: () => void): Float64Array | undefined {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint?.();
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] as number;
      for (let a = i * n, b = j * n; b < j * n + j; a++, b++) sum -= (l[a] as number) * (l[b] as number);
      if (j < i) l[i * n + j] = sum / (l[j * n + j] as number);
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return l;
}

/** The inverse of a lower triangle: [n x n]. O(n^3). */
export function invertTriangle(l: Float64Array, n: number, checkpoint?: () => void): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint?.();
    const own = 1 / (l[i * n + i] as number);
    for (let j = 0; j < i; j++) {
      const factor = (l[i * n + j] as number) * own;
      if (factor === 0) continue;
      for (let a = i * n, b = j * n; b <= j * n + j; a++, b++)
        out[a] = (out[a] as number) - factor * (out[b] as number);
    }
    out[i * n + i] = own;
  }
  return out;
}

/**
 * The inverse of a positive definite matrix; undefined where it is not. O(n^3).
 *
 * @param matrix [n x n], of which the lower triangle is read
 */
export function invertPositive(matrix: Float64Array, n: number, checkpoint: () => void): Float64Array | undefined {
  const l = cholesky(matrix, n, checkpoint);
  if (l === undefined) return undefined;
  const inverse = invertTriangle(l, n, checkpoint);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    for (let a = 0; a <= i; a++) {
      const factor = inverse[i * n + a] as number;
      for (let b = 0; b <= a; b++) {
        out[a * n + b] = (out[a * n + b] as number) + factor * (inverse[i * n + b] as number);
      }
    }
  }
  for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) out[b * n + a] = out[a * n + b] as number;
  return out;
}
