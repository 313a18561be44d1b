import type { Matrix } from '@alaas/core';

const ROWS_BETWEEN_CHECKS = 4096;

/** The mean of these rows, at least one: [D]. O(rows D). */
export function meanRow({ data, columns }: Matrix, rows: Uint32Array, checkpoint: () => void): Float32Array {
  const sums = new Float64Array(columns);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    for (let d = 0, at = row * columns; d < columns; d++, at++) sums[d] = (sums[d] as number) + (data[at] as number);
  }
  return Float32Array.from(sums, (sum) => sum / rows.length);
}
