import type { Matrix, Tensor } from '@alaas/core';

/** A linear head as array programs read it. */
export interface CentredHead {
  /** [K x D] */
  readonly w: Tensor;
  /** [1 x K] what the head says at `origin`. */
  readonly b: Tensor;
  /** [1 x D], to be taken off embeddings first. */
  readonly origin: Tensor;
}

/**
 * The head less the mean of its classes, seen from a point amid the embeddings: gaps between logits, and so answers,
 * distances and gradients, stay what they are, and float32 does not spend its digits on what all classes have in common.
 *
 * @param head [K x (D + 1)]; @param origin [D]
 */
export function centredHead({ data, rows, columns }: Matrix, origin: Float32Array): CentredHead {
  const d = columns - 1;
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) {
    means[i % columns] = (means[i % columns] as number) + (data[i] as number) / rows;
  }
  const w = new Float32Array(rows * d);
  const b = new Float32Array(rows);
  for (let c = 0; c < rows; c++) {
    let bias = (data[c * columns + d] as number) - (means[d] as number);
    for (let j = 0; j < d; j++) {
      const weight = (data[c * columns + j] as number) - (means[j] as number);
      w[c * d + j] = weight;
      bias += weight * (origin[j] as number);
    }
    b[c] = bias;
  }
  return {
    w: { data: w, shape: [rows, d] },
    b: { data: b, shape: [1, rows] },
    origin: { data: origin, shape: [1, d] },
  };
}
