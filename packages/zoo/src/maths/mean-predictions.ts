import type { Matrix } from '@alaas/core';

/** The mean over models of what they predict for each of the rows. @param predictions [N x M] @returns [rows] */
export function meanPredictions({ data, columns }: Matrix, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => {
    let sum = 0;
    for (let m = 0; m < columns; m++) sum += data[row * columns + m] as number;
    return sum / columns;
  });
}
