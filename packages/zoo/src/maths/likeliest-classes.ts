import type { Matrix } from '@alaas/core';

/** The class of highest probability for each of these rows, the first among equals. @returns [rows] */
export function likeliestClasses({ data, columns }: Matrix, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => {
    const start = row * columns;
    let likeliest = 0;
    for (let c = 1; c < columns; c++) {
      if ((data[start + c] as number) > (data[start + likeliest] as number)) likeliest = c;
    }
    return likeliest;
  });
}
