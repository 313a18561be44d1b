import type { Matrix } from '@alaas/core';
import { likeliestClasses } from './likeliest-classes.ts';

/** p - e_y for each of these rows, y its likeliest class, the first among equals: [rows x K]. */
export function predictionErrors(probabilities: Matrix, rows: Uint32Array, checkpoint: () => void): Matrix {
  const { data, columns } = probabilities;
  const likeliest = likeliestClasses(probabilities, rows, checkpoint);
  const errors = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    errors.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
    const at = i * columns + (likeliest[i] as number);
    errors[at] = (errors[at] as number) - 1;
  }
  return { data: errors, rows: rows.length, columns };
}
