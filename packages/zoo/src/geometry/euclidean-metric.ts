import { type Compute, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { CentreList } from './centre-list.ts';
import type { Metric } from './plus-plus.ts';
import { copyOfRows, rowsAt, squaredLengths } from './points.ts';
import { slices, sound } from './rounding.ts';

/** Rows and picks that a product takes at once: small enough for the cache. */
const BLOCK_ROWS = 4096;
const PICKS_AT_ONCE = 128;

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
  const scratch = new Float32Array(Math.min(BLOCK_ROWS, rows.length) * d);

  async function lower(out: Float32Array, x: Float32Array, items: Uint32Array, picks: [number, number]): Promise<void> {
    checkpoint();
    const least = await picked.least(compute, x, ...picks);
    for (let at = 0; at < out.length; at++) {
      const square = squares[items[at] as number] as number;
      out[at] = Math.min(out[at] as number, sound((least[at] as number) + square, 2 * square));
    }
  }

  const copyOf = (items: Uint32Array): Float32Array =>
    copyOfRows(
      embeddings,
      items.map((i) => rows[i] as number),
    ).data;

  return {
    size: rows.length,
    squares,
    pick: (item) => picked.add(embeddings, rows[item] as number, squares[item] as number),
    async least(items, from, to) {
      const out = new Float32Array(items.length).fill(Number.POSITIVE_INFINITY);
      const x = copyOf(items);
      for (const slice of slices(from, to, 4 * PICKS_AT_ONCE)) await lower(out, x, items, slice);
      return out;
    },
    async leastOfAll(from, to) {
      const out = new Float32Array(rows.length).fill(Number.POSITIVE_INFINITY);
      for (const [start, end] of slices(0, rows.length, BLOCK_ROWS)) {
        const items = Uint32Array.from({ length: end - start }, (_, at) => start + at);
        const x = rowsAt(embeddings, rows.subarray(start, end), scratch);
        for (const slice of slices(from, to, PICKS_AT_ONCE)) await lower(out.subarray(start, end), x, items, slice);
      }
      return out;
    },
    async mutual(items) {
      const result = await compute.run(gramGraph, {
        x: { data: copyOf(items), shape: [items.length, d] },
        origin: { data: origin, shape: [1, d] },
      });
      return (result.gram as Tensor).data.map((product, at) => {
        const i = items[Math.floor(at / items.length)] as number;
        const j = items[at % items.length] as number;
        const sum = (squares[i] as number) + (squares[j] as number);
        return sound(sum - 2 * product, sum);
      });
    },
  };
}
