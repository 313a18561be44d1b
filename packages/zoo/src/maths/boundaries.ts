import type { Matrix } from '@alaas/core';
import { HeadLogits } from './head-logits.ts';

/**
 * How far each embedding is from the nearest place where a linear head would answer otherwise.
 *
 * @param embeddings [N x D]; @param head [K x (D + 1)]
 * @returns [N], at least 0; Infinity where no other class can become the likeliest; NaN where the row holds one
 * O(N K D), does not mutate.
 */
export function nearestBoundaries(embeddings: Matrix, head: Matrix): Float64Array {
  const boundaries = new Boundaries(head);
  const reader = new HeadLogits(head);
  const logits = new Float64Array(head.rows);
  return new Float64Array(embeddings.rows).map((_, row) => {
    reader.read(embeddings, row, logits);
    return boundaries.measure(logits).nearest;
  });
}

/** Distances in the embedding space to the planes on which two classes of a linear head are equally likely. */
export class Boundaries {
  /** [K] distance to the plane between the likeliest class and each other; at the likeliest class, that to the nearest. */
  readonly distances: Float64Array;
  readonly #head: Matrix;
  readonly #lengths = new Map<number, Float64Array>();

  constructor(head: Matrix) {
    this.#head = head;
    this.distances = new Float64Array(head.rows);
  }

  /**
   * Fills {@link distances} for an item with these logits: (f_y - f_c) / |w_y - w_c|, y the likeliest class, the first
   * among equals. Classes of equal weights never meet (Infinity), unless they are equal everywhere (0).
   */
  measure(logits: Float64Array | Float32Array): { readonly top: number; readonly nearest: number } {
    const top = indexOfLargest(logits);
    const lengths = this.#lengthsFrom(top);
    let nearest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < logits.length; c++) {
      if (c === top) continue;
      const gap = (logits[top] as number) - (logits[c] as number);
      // 0 / 0 where the classes are one
      const distance = gap === 0 ? 0 : gap / (lengths[c] as number);
      this.distances[c] = distance;
      nearest = Math.min(nearest, distance);
    }
    this.distances[top] = nearest;
    return { top, nearest };
  }

  /** |w_y - w_c| for each c. */
  #lengthsFrom(top: number): Float64Array {
    const known = this.#lengths.get(top);
    if (known !== undefined) return known;
    const { data, rows, columns } = this.#head;
    const lengths = new Float64Array(rows).map((_, c) => {
      let sum = 0;
      for (let d = 0; d < columns - 1; d++) {
        sum += ((data[top * columns + d] as number) - (data[c * columns + d] as number)) ** 2;
      }
      return Math.sqrt(sum);
    });
    this.#lengths.set(top, lengths);
    return lengths;
  }
}

/** The first among equals. */
export function indexOfLargest(values: Float64Array | Float32Array): number {
  let top = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[top] as number)) top = i;
  return top;
}
