import type { Matrix } from '@alaas/core';
import { refuseRow } from '../maths/refuse-row.ts';

const ROWS_BETWEEN_CHECKS = 4096;

/**
 * Mean cosine of each row to all of these rows, itself among them: the product with the mean of the unit rows, never a
 * matrix of pairs. A row of zeros has cosine 0 to everything.
 *
 * @returns [rows], each in [-1, 1]
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 * O(rows D).
 */
export function meanCosines({ data, columns }: Matrix, rows: Uint32Array, checkpoint: () => void): Float64Array {
  const mean = new Float64Array(columns);
  const inverses = new Float64Array(rows.length);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const length = lengthOf(data, row * columns, columns);
    if (!Number.isFinite(length)) throw refuseRow('embeddings', row);
    const inverse = length === 0 ? 0 : 1 / length;
    inverses[i] = inverse;
    for (let d = 0; d < columns; d++) {
      mean[d] = (mean[d] as number) + ((data[row * columns + d] as number) * inverse) / rows.length;
    }
  }
  return inverses.map((inverse, i) => {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const start = (rows[i] as number) * columns;
    let product = 0;
    for (let d = 0; d < columns; d++) product += (data[start + d] as number) * (mean[d] as number);
    return Math.min(1, Math.max(-1, product * inverse));
  });
}

function lengthOf(data: Float32Array, start: number, columns: number): number {
  let sum = 0;
  for (let d = start; d < start + columns; d++) sum += (data[d] as number) ** 2;
  return Math.sqrt(sum);
}
