import type { Matrix } from '@alaas/core';
import { dot } from '../maths/dot.ts';
import { refuseRow } from '../maths/refuse-row.ts';
import { middleOf } from './points.ts';

const ROWS_BETWEEN_CHECKS = 4096;

/** Rows in the form that products take for distances. */
export interface Points {
  /** [rows x D], seen from a point amid them, so that float32 loses nothing where all of them lie close together. */
  readonly seen: Matrix;
  /** [rows] squared lengths of `seen`. */
  readonly squares: Float32Array;
}

/**
 * These rows scaled to length 1. A row of zeros stays at 0: at a distance of 1 from all others.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 * Memory O(rows D).
 */
export function unitPoints(embeddings: Matrix, rows: Uint32Array, checkpoint: () => void): Points {
  return scaledPoints(embeddings, rows, {
    checkpoint,
    scaleOf: (square) => (square === 0 ? 0 : 1 / Math.sqrt(square)),
  });
}

/** These rows as they are. Memory O(rows D). @throws AlaasError `INVALID_EMBEDDINGS` naming the row */
export function plainPoints(embeddings: Matrix, rows: Uint32Array, checkpoint: () => void): Points {
  return scaledPoints(embeddings, rows, { checkpoint, scaleOf: () => 1 });
}

function scaledPoints(
  embeddings: Matrix,
  rows: Uint32Array,
  { checkpoint, scaleOf }: { readonly checkpoint: () => void; readonly scaleOf: (square: number) => number },
): Points {
  const { data, columns } = embeddings;
  const out = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    const square = dot(embeddings, row, embeddings, row);
    if (!Number.isFinite(Math.fround(square))) throw refuseRow('embeddings', row);
    const scale = scaleOf(square);
    for (let d = 0, at = i * columns, from = row * columns; d < columns; d++, at++, from++) {
      out[at] = (data[from] as number) * scale;
    }
  }
  const seen = { data: out, rows: rows.length, columns };
  const origin = middleOf(
    seen,
    rows.map((_, i) => i),
  );
  const squares = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    for (let d = 0, at = i * columns; d < columns; d++, at++) out[at] = (out[at] as number) - (origin[d] as number);
    squares[i] = dot(seen, i, seen, i);
  }
  return { seen, squares };
}
