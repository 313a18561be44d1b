const ROWS_BETWEEN_CHECKS = 32;

/**
 * The lower triangle L of a symmetric positive definite matrix A = L L', in place of its lower half.
 *
 * @param a row-major [n x n]; above the diagonal nothing is read or written
 * @returns false, with `a` half done, when A is not positive definite
 * O(n^3 / 3).
 */
export function factorise(a: Float64Array, n: number, checkpoint: () => void): boolean {
  for (let i = 0; i < n; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    for (let j = 0; j < i; j++) {
      const rest = (a[i * n + j] as number) - dotRows(a, i * n, j * n, j);
      a[i * n + j] = rest / (a[j * n + j] as number);
    }
    const square = (a[i * n + i] as number) - dotRows(a, i * n, i * n, i);
    if (!(square > 0)) return false;
    a[i * n + i] = Math.sqrt(square);
  }
  return true;
}

/**
 * The inverse of a lower triangle.
 *
 * @param l row-major [n x n]; above the diagonal nothing is read
 * @returns row-major [n x n], zeros above the diagonal
 * O(n^3 / 3).
 */
export function invertLower(l: Float64Array, n: number, checkpoint: () => void): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const row = inverse.subarray(i * n, i * n + i + 1);
    for (let k = 0; k < i; k++) addRow(row, -(l[i * n + k] as number), inverse, k * n, k + 1);
    const pivot = l[i * n + i] as number;
    for (let j = 0; j < i; j++) row[j] = (row[j] as number) / pivot;
    row[i] = 1 / pivot;
  }
  return inverse;
}

/**
 * The inverse of a symmetric positive definite matrix; undefined where it is not positive definite.
 *
 * @param matrix row-major [n x n], of which the lower half is read; not changed
 * @returns row-major [n x n]
 * O(n^3).
 */
export function invertPositive(matrix: Float64Array, n: number, checkpoint: () => void): Float64Array | undefined {
  const l = matrix.slice();
  if (!factorise(l, n, checkpoint)) return undefined;
  const inverse = invertLower(l, n, checkpoint);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    for (let a = 0; a <= i; a++) {
      addRow(out.subarray(a * n, a * n + a + 1), inverse[i * n + a] as number, inverse, i * n, a + 1);
    }
  }
  for (let a = 0; a < n; a++) for (let b = 0; b < a; b++) out[b * n + a] = out[a * n + b] as number;
  return out;
}

/**
 * Solves A x = b again and again for one symmetric positive definite matrix.
 *
 * @param a row-major [n x n], of which the lower half is read and overwritten
 * @returns a function that solves in place
 * @throws RangeError where A is not positive definite
 * O(n^3 / 3) once, then O(n^2).
 */
export function solverOf(a: Float64Array, n: number, checkpoint: () => void): (b: Float64Array) => void {
  if (!factorise(a, n, checkpoint)) throw new RangeError('the matrix is not positive definite');
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

/** Four sums at once, since each addition would else wait for the one before. */
function dotRows(a: Float64Array, i: number, j: number, count: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < count; k += 4) {
    s0 += (a[i + k] as number) * (a[j + k] as number);
    s1 += (a[i + k + 1] as number) * (a[j + k + 1] as number);
    s2 += (a[i + k + 2] as number) * (a[j + k + 2] as number);
    s3 += (a[i + k + 3] as number) * (a[j + k + 3] as number);
  }
  for (; k < count; k++) s0 += (a[i + k] as number) * (a[j + k] as number);
  return s0 + s1 + (s2 + s3);
}

function addRow(to: Float64Array, share: number, from: Float64Array, start: number, count: number): void {
  for (let j = 0; j < count; j++) to[j] = (to[j] as number) + share * (from[start + j] as number);
}
