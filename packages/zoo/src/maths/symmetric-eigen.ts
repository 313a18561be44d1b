/** Rounds over all pairs; a handful is enough, since the rest falls quadratically. */
const MOST_SWEEPS = 60;
/** Share of the matrix's size below which what is off the diagonal counts as nothing. */
const SETTLED = 1e-14;

/** Eigenvalues, largest first, and vectors of length 1. */
export interface Eigen {
  readonly values: Float64Array;
  /** [n x n], row i belongs to value i. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and vectors of a symmetric matrix by cyclic rotations (Jacobi 1846).
 *
 * @param matrix [n x n], row-major; not changed
 * @param checkpoint called once in a while
 * O(n^3) a sweep, some 6 to 10 sweeps: for a few hundred rows.
 */
export function symmetricEigen(matrix: Float64Array, n: number, checkpoint: () => void): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  const size = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, n) > SETTLED * size; sweep++) {
    for (let p = 0; p < n - 1; p++) {
      checkpoint();
      for (let q = p + 1; q < n; q++) rotate(a, v, { n, p, q });
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => (a[j * n + j] as number) - (a[i * n + i] as number),
  );
  const vectors = new Float64Array(n * n);
  for (const [to, from] of order.entries()) vectors.set(v.subarray(from * n, (from + 1) * n), to * n);
  return { values: Float64Array.from(order, (i) => a[i * n + i] as number), vectors };
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += 2 * (a[i * n + j] as number) ** 2;
  return Math.sqrt(sum);
}

/** Makes a[p, q] zero; rows of `v` turn along. */
function rotate(a: Float64Array, v: Float64Array, { n, p, q }: { n: number; p: number; q: number }): void {
  const apq = a[p * n + q] as number;
  if (apq === 0) return;
  const ratio = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq);
  const t = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let i = 0; i < n; i++) {
    const x = a[i * n + p] as number;
    const y = a[i * n + q] as number;
    a[i * n + p] = c * x - s * y;
    a[i * n + q] = s * x + c * y;
  }
  for (const m of [a, v]) {
    for (let i = p * n, j = q * n; i < (p + 1) * n; i++, j++) {
      const x = m[i] as number;
      const y = m[j] as number;
      m[i] = c * x - s * y;
      m[j] = s * x + c * y;
    }
  }
}
