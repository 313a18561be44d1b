import type { Matrix } from '@alaas/core';

/** p - e_y for each of these rows, y its likeliest class, the first among equals: [rows x K]. */
export function predictionErrors({ data, columns }: Matrix, rows: Uint32Array): Matrix {
  const errors = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    errors.set(own, i * columns);
    let likeliest = 0;
    for (let c = 1; c < columns; c++) if ((own[c] as number) > (own[likeliest] as number)) likeliest = c;
    errors[i * columns + likeliest] = (errors[i * columns + likeliest] as number) - 1;
  }
  return { data: errors, rows: rows.length, columns };
}
