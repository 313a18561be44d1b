import type { Matrix } from '@alaas/core';

const NUMBERS_BETWEEN_CHECKS = 2 ** 22;

/** The class of highest probability for each of these rows, the first among equals. @returns [rows] */
export function likeliestClasses({ data, columns }: Matrix, rows: Uint32Array, checkpoint: () => void): Int32Array {
  const rowsBetweenChecks = Math.ceil(NUMBERS_BETWEEN_CHECKS / Math.max(1, columns));
  const out = new Int32Array(rows.length);
  for (const [i, row] of rows.entries()) {
    if (i % rowsBetweenChecks === 0) checkpoint();
    const start = row * columns;
    let likeliest = 0;
    for (let c = 1; c < columns; c++) {
      if ((data[start + c] as number) > (data[start + likeliest] as number)) likeliest = c;
    }
    out[i] = likeliest;
  }
  return out;
}
