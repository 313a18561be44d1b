import { type Compute, copyOfRows, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { CentreList } from './centre-list.ts';
import type { Metric } from './plus-plus.ts';
import { rowsAt, squaredLengths } from './points.ts';
import { BLOCK_ITEMS, productMetric } from './product-metric.ts';

const points = ops.input('x', ['rows', 'd']);
const middle = ops.input('origin', [1, 'd']);
const seenFromMiddle = ops.sub(points, middle);
const gramGraph = graph({ gram: ops.matMul(seenFromMiddle, seenFromMiddle, { transposeB: true }) });

/** What a {@link euclideanMetric} is made of. */
export interface EuclideanParts {
  readonly embeddings: Matrix;
  /** Pool rows that are the items, ascending. */
  readonly rows: Uint32Array;
  /** A point amid them, see {@link middleOf}. */
  readonly origin: Float32Array;
  /** At most so many picks. */
  readonly picks: number;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * Squared Euclidean distances between rows of a matrix.
 *
 * @returns the metric, and the squared length of each item as seen from the origin
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 */
export function euclideanMetric(parts: EuclideanParts): Metric & { readonly squares: Float32Array } {
  const { embeddings, rows, origin, compute, checkpoint } = parts;
  const { columns: d } = embeddings;
  const squares = squaredLengths(embeddings, rows, origin, checkpoint);
  const picked = new CentreList(parts.picks, origin);
  const scratch = new Float32Array(Math.min(BLOCK_ITEMS, rows.length) * d);

  const space = {
    squares,
    pick: (item: number) => picked.add(embeddings, rows[item] as number, squares[item] as number),
    some: (items: Uint32Array) =>
      copyOfRows(
        embeddings,
        items.map((i) => rows[i] as number),
      ).data,
    run: (start: number, end: number) => rowsAt(embeddings, rows.subarray(start, end), scratch),
    least: (x: Float32Array, from: number, to: number) => picked.least(compute, x, from, to),
    async products(x: Float32Array) {
      const feeds = { x: { data: x, shape: [x.length / d, d] }, origin: { data: origin, shape: [1, d] } };
      return ((await compute.run(gramGraph, feeds)).gram as Tensor).data;
    },
  };
  return { ...productMetric(space, checkpoint), squares };
}
