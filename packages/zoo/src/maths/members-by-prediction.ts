import type { Matrix } from '@alaas/core';
import { likeliestClasses } from './likeliest-classes.ts';

/**
 * Which of these rows are taken for which class.
 *
 * @returns [K] places in `rows`, ascending, of those whose likeliest class is c
 */
export function membersByPrediction(probabilities: Matrix, rows: Uint32Array, checkpoint: () => void): Uint32Array[] {
  const classes = likeliestClasses(probabilities, rows, checkpoint);
  const sizes = new Uint32Array(probabilities.columns);
  for (const c of classes) sizes[c] = (sizes[c] as number) + 1;
  const members = Array.from(sizes, (size) => new Uint32Array(size));
  sizes.fill(0);
  for (const [i, c] of classes.entries()) {
    const own = members[c] as Uint32Array;
    own[sizes[c] as number] = i;
    sizes[c] = (sizes[c] as number) + 1;
  }
  return members;
}
