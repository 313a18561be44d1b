import { AlaasError, type Matrix } from '@alaas/core';
import { dot } from './dot.ts';

/** The mean of each class's rows, scaled to unit length first; and how many rows it is the mean of. */
export interface Prototypes {
  /** [K x D] */
  readonly means: Matrix;
  /** [K] */
  readonly counts: Int32Array;
}

/** @param labels class number of each row, in 0..classes - 1; every class has a row */
export function prototypesOf(rows: Matrix, labels: Int32Array, classes: number): Prototypes {
  const { data, columns } = rows;
  const scales = inverseLengths(rows);
  const sums = new Float64Array(classes * columns);
  const counts = new Int32Array(classes);
  for (let row = 0; row < rows.rows; row++) {
    const label = labels[row] as number;
    const scale = scales[row] as number;
    counts[label] = (counts[label] as number) + 1;
    for (let d = 0, at = label * columns, from = row * columns; d < columns; d++, at++, from++) {
      sums[at] = (sums[at] as number) + (data[from] as number) * scale;
    }
  }
  const means = new Float32Array(sums.length);
  for (let i = 0; i < means.length; i++) means[i] = (sums[i] as number) / (counts[Math.floor(i / columns)] as number);
  return { means: { data: means, rows: classes, columns }, counts };
}

/**
 * Squared Euclidean distances between rows, scaled to unit length, and prototypes. A row of zeros stays zeros.
 *
 * @returns [n x K], each in [0, 4]
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the first row that is not finite
 * O(n K D).
 */
export function squaredDistances(rows: Matrix, prototypes: Matrix): Matrix {
  const scales = inverseLengths(rows);
  const lengths = Float64Array.from({ length: prototypes.rows }, (_, c) => dot(prototypes, c, prototypes, c));
  const distances = new Float32Array(rows.rows * prototypes.rows);
  for (let row = 0, at = 0; row < rows.rows; row++) {
    const scale = scales[row] as number;
    const length = scale === 0 ? 0 : 1;
    for (let c = 0; c < prototypes.rows; c++, at++) {
      // |h - m|^2 = |h|^2 + |m|^2 - 2 h m; rounding may leave -1e-16 where they are equal
      distances[at] = Math.max(0, length + (lengths[c] as number) - 2 * scale * dot(rows, row, prototypes, c));
    }
  }
  return { data: distances, rows: rows.rows, columns: prototypes.rows };
}

/** 1 / length of each row, 0 for a row of zeros. */
function inverseLengths(rows: Matrix): Float64Array {
  const scales = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row++) {
    const squares = dot(rows, row, rows, row);
    if (!Number.isFinite(squares)) {
      throw new AlaasError('INVALID_EMBEDDINGS', `Row ${row} of the embeddings holds NaN or an infinite value.`);
    }
    scales[row] = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  }
  return scales;
}
