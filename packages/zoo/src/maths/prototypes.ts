import type { TrainingSet } from '@alaas/core';
import { dot } from './dot.ts';

/** The mean of each class's rows, scaled to unit length first; and how much weight it is the mean of. */
export interface Prototypes {
  /** [K x D]; zeros for a class without a row. */
  readonly means: Float32Array;
  /** [K] sum of the rows' weights. */
  readonly masses: Float64Array;
}

/** O(L D). */
export function prototypesOf({ embeddings, labels, classes, weights }: TrainingSet): Prototypes {
  const { data, rows, columns } = embeddings;
  const sums = new Float64Array(classes.length * columns);
  const masses = new Float64Array(classes.length);
  for (let row = 0; row < rows; row++) {
    const label = labels[row] as number;
    const weight = weights?.[row] ?? 1;
    const length = Math.sqrt(dot(embeddings, row, embeddings, row));
    const scale = length === 0 ? 0 : weight / length;
    masses[label] = (masses[label] as number) + weight;
    for (let d = 0, at = label * columns, from = row * columns; d < columns; d++, at++, from++) {
      sums[at] = (sums[at] as number) + (data[from] as number) * scale;
    }
  }
  const means = Float32Array.from(sums, (sum, i) => {
    const mass = masses[Math.floor(i / columns)] as number;
    return mass === 0 ? 0 : sum / mass;
  });
  return { means, masses };
}
