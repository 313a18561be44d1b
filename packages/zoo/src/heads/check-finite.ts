import { AlaasError, type Matrix } from '@alaas/core';

/** @throws AlaasError `INVALID_EMBEDDINGS` naming the first row that holds NaN or an infinite value */
export function checkFinite({ data, rows, columns }: Matrix): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    const end = (row + 1) * columns;
    // 0 for finite numbers, NaN for all others
    for (let i = row * columns; i < end; i++) sum += (data[i] as number) * 0;
    if (sum === 0) continue;
    const column = data.subarray(row * columns, end).findIndex((value) => !Number.isFinite(value));
    throw new AlaasError(
      'INVALID_EMBEDDINGS',
      `Row ${row} of the embeddings holds ${data[row * columns + column]} in column ${column}; leave the row out, or repair what made it.`,
    );
  }
}
