import { copyOfRows, type Matrix } from '@alaas/core';
import { likeliestClasses } from './likeliest-classes.ts';

/** p - e_y for each of these rows, y its likeliest class, the first among equals: [rows x K]. */
export function predictionErrors(probabilities: Matrix, rows: Uint32Array, checkpoint: () => void): Matrix {
  const likeliest = likeliestClasses(probabilities, rows, checkpoint);
  const errors = copyOfRows(probabilities, rows);
  const { data, columns } = errors;
  for (const [i, label] of likeliest.entries()) {
    const at = i * columns + label;
    data[at] = (data[at] as number) - 1;
  }
  return errors;
}
