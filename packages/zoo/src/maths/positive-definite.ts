const COLUMNS_BETWEEN_CHECKS = 16;

/**
 * Solves A x = b again and again for one symmetric positive definite matrix.
 *
 * @param a row-major [n x n], of which the lower half is read and overwritten
 * @returns a function that solves in place
 * Cholesky 1910. O(n^3) once, then O(n^2).
 */
export function solverOf(a: Float64Array, n: number, checkpoint: () => void): (b: Float64Array) => void {
  for (let j = 0; j < n; j++) {
    if (j % COLUMNS_BETWEEN_CHECKS === 0) checkpoint();
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] as number) * (a[j * n + k] as number);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / (a[j * n + j] as number);
    }
  }
  return (b) => {
    for (let i = 0; i < n; i++) {
      let sum = b[i] as number;
      for (let k = 0; k < i; k++) sum -= (a[i * n + k] as number) * (b[k] as number);
      b[i] = sum / (a[i * n + i] as number);
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = b[i] as number;
      for (let k = i + 1; k < n; k++) sum -= (a[k * n + i] as number) * (b[k] as number);
      b[i] = sum / (a[i * n + i] as number);
    }
  };
}
