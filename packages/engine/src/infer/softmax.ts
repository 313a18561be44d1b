import { type Matrix, matrix } from '@alaas/core';

/**
 * Softmax of each row, computed in float64 with the row's maximum taken off, so that no logit overflows.
 *
 * @param logits [n x K]; with K = 1 the logit is that of the second of two classes, as in binary classifiers
 * @returns [n x K], or [n x 2] for K = 1; a row holding NaN or +Infinity becomes NaN throughout
 */
export function softmax(logits: Matrix): Matrix {
  if (logits.columns === 1) return softmax(withZero(logits));
  const { data, columns } = logits;
  const out = new Float32Array(data.length);
  const exps = new Float64Array(columns);
  for (let start = 0; start < data.length; start += columns) {
    let max = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < columns; k++) max = Math.max(max, data[start + k] as number);
    let sum = 0;
    for (let k = 0; k < columns; k++) {
      const exp = Math.exp((data[start + k] as number) - max);
      exps[k] = exp;
      sum += exp;
    }
    for (let k = 0; k < columns; k++) out[start + k] = (exps[k] as number) / sum;
  }
  return matrix(out, columns);
}

/** A sigmoid is the softmax of (0, x). */
function withZero(logits: Matrix): Matrix {
  const data = new Float32Array(logits.rows * 2);
  for (let i = 0; i < logits.rows; i++) data[2 * i + 1] = logits.data[i] as number;
  return matrix(data, 2);
}
