import type { Matrix } from '@alaas/core';
import { dot } from '../maths/dot.ts';

/**
 * The same rows in an order in which every `size` of them, counted from the first, lie near each other: halved again and
 * again across the direction in which they reach farthest.
 *
 * @param rows distinct; @param size at least 1
 * O(rows D log(rows / size)).
 */
export function inNeighbourhoods(embeddings: Matrix, rows: Uint32Array, size: number): Uint32Array {
  if (rows.length <= size) return rows;
  const far = farthestFrom(embeddings, rows, rows[0] as number);
  const near = farthestFrom(embeddings, rows, far);
  const along = Float64Array.from(
    rows,
    (row) => dot(embeddings, row, embeddings, far) - dot(embeddings, row, embeddings, near),
  );
  const order = Uint32Array.from(along.keys()).sort((a, b) => (along[a] as number) - (along[b] as number) || a - b);
  const sorted = order.map((at) => rows[at] as number);
  const half = Math.max(size, Math.floor(rows.length / 2 / size) * size);
  sorted.set(inNeighbourhoods(embeddings, sorted.slice(0, half), size));
  sorted.set(inNeighbourhoods(embeddings, sorted.slice(half), size), half);
  return sorted;
}

function farthestFrom(embeddings: Matrix, rows: Uint32Array, from: number): number {
  let farthest = from;
  let most = -1;
  for (const row of rows) {
    // |row|^2 - 2 row from, the same but for |from|^2
    const distance = dot(embeddings, row, embeddings, row) - 2 * dot(embeddings, row, embeddings, from);
    if (row !== from && (most < 0 || distance > most || farthest === from)) {
      farthest = row;
      most = distance;
    }
  }
  return farthest;
}
