import type { Matrix } from '@alaas/core';
import { HeadLogits } from './head-logits.ts';

/** Leaves a bound a bound after rounding. */
const SLACK = 1 - 1e-12;

/**
 * How far each embedding is from the nearest place where a linear head would answer otherwise: the least
 * (f_y - f_c) / |w_y - w_c|, y the likeliest class, the first among equals. Classes of equal weights never meet.
 *
 * @param embeddings [N x D]; @param head [K x (D + 1)]
 * @returns [N], at least 0; Infinity where no other class can become the likeliest; NaN where the row holds one
 * O(N K D), does not mutate.
 */
export function nearestBoundaries(embeddings: Matrix, head: Matrix): Float64Array {
  const reader = new HeadLogits(head);
  const reaches = distancesToMean(head);
  const logits = new Float64Array(head.rows);
  const bounds = new Float64Array(head.rows);
  return new Float64Array(embeddings.rows).map((_, row) => {
    reader.read(embeddings, row, logits);
    const top = indexOfLargest(logits);
    let first = -1;
    for (let c = 0; c < logits.length; c++) {
      // |w_y - w_c| is at most the way over the mean, so few of them have to be known
      const most = (reaches[top] as number) + (reaches[c] as number);
      bounds[c] = c === top ? Number.POSITIVE_INFINITY : quotient(logits, top, c, most) * SLACK;
      if (c !== top && (first < 0 || (bounds[c] as number) < (bounds[first] as number))) first = c;
    }
    if (first < 0) return Number.POSITIVE_INFINITY;
    let nearest = quotient(logits, top, first, lengthBetween(head, top, first));
    for (let c = 0; c < logits.length; c++) {
      if (c === first || !((bounds[c] as number) < nearest)) continue;
      nearest = Math.min(nearest, quotient(logits, top, c, lengthBetween(head, top, c)));
    }
    return nearest;
  });
}

/** The gap between two logits over a length; 0 / 0 is 0, where two classes are one. */
function quotient(logits: Float64Array | Float32Array, top: number, c: number, length: number): number {
  const gap = (logits[top] as number) - (logits[c] as number);
  return gap === 0 ? 0 : gap / length;
}

function lengthBetween({ data, columns }: Matrix, a: number, b: number): number {
  let sum = 0;
  for (let d = 0, i = a * columns, j = b * columns; d < columns - 1; d++, i++, j++) {
    const gap = (data[i] as number) - (data[j] as number);
    sum += gap * gap;
  }
  return Math.sqrt(sum);
}

/** How far the weights of each class are from their mean. */
function distancesToMean({ data, rows, columns }: Matrix): Float64Array {
  const mean = new Float64Array(columns - 1);
  for (let c = 0; c < rows; c++) {
    for (let d = 0; d < mean.length; d++) mean[d] = (mean[d] as number) + (data[c * columns + d] as number) / rows;
  }
  return new Float64Array(rows).map((_, c) => {
    let sum = 0;
    for (let d = 0; d < mean.length; d++) sum += ((data[c * columns + d] as number) - (mean[d] as number)) ** 2;
    return Math.sqrt(sum);
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

  /** Fills {@link distances} for an item with these logits. O(K) once the likeliest class has been met. */
  measure(logits: Float32Array): void {
    const top = indexOfLargest(logits);
    const lengths = this.#lengthsFrom(top);
    let nearest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < logits.length; c++) {
      if (c === top) continue;
      const distance = quotient(logits, top, c, lengths[c] as number);
      this.distances[c] = distance;
      nearest = Math.min(nearest, distance);
    }
    this.distances[top] = nearest;
  }

  /** |w_y - w_c| for each c. */
  #lengthsFrom(top: number): Float64Array {
    const known = this.#lengths.get(top);
    if (known !== undefined) return known;
    const lengths = new Float64Array(this.#head.rows).map((_, c) => lengthBetween(this.#head, top, c));
    this.#lengths.set(top, lengths);
    return lengths;
  }
}

/** The first among equals. */
function indexOfLargest(values: Float64Array | Float32Array): number {
  let top = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[top] as number)) top = i;
  return top;
}
