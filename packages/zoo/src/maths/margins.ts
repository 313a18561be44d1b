import type { Matrix } from '@alaas/core';
import { refuseRow } from './refuse-row.ts';
import { twoLargest } from './two-largest.ts';

const ROWS_BETWEEN_CHECKS = 16_384;

/**
 * 1 - (p(1) - p(2)) of some rows: 1 where the two best classes are equally likely, 0 where one is certain.
 *
 * @returns [rows], each in [0, 1]
 * @throws AlaasError `INVALID_PROBABILITIES` naming the row
 */
export function marginsOf({ data, columns }: Matrix, rows: Uint32Array, checkpoint: () => void): Float64Array {
  return Float64Array.from(rows, (row, i) => {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const { first, second } = twoLargest(data, row * columns, columns);
    if (!Number.isFinite(first)) throw refuseRow('probabilities', row);
    return 1 - (first - second);
  });
}
