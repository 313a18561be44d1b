import { type Compute, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { copyOfRows, middleOf, rowsAt, squaredLengths } from './points.ts';
import { slices } from './rounding.ts';

/** Rows and centres that a product takes at once: small enough for the cache. */
const BLOCK_ROWS = 4096;
const CENTRES_AT_ONCE = 128;
/** Share of the squared lengths below which a squared distance is rounding alone; see {@link sound}. */
const ROUNDING = 1e-6;

const origin = ops.input('origin', [1, 'd']);
const x = ops.sub(ops.input('x', ['rows', 'd']), origin);
const c = ops.sub(ops.input('c', ['centres', 'd']), origin);
const squares = ops.squaredDistances(x, c);
const scale = ops.add(ops.reduceSum(ops.square(x), 1, true), ops.transpose(ops.reduceSum(ops.square(c), 1, true)));
const distances = ops.sqrt(ops.mul(squares, ops.greater(squares, ops.mul(scale, ROUNDING))));
const difference = ops.sub(ops.input('f', ['rows', 1]), ops.input('y', [1, 'centres']));
const leastGraph = graph({
  least: ops.reduceMin(ops.mul(distances, ops.max(difference, ops.neg(difference))), 1),
});

/** Points with values, and known points with known values. */
export interface TargetTask {
  readonly embeddings: Matrix;
  /** Rows of the points, ascending, and the value of each. */
  readonly rows: Uint32Array;
  readonly values: Float64Array;
  /** Rows of the known points, and the value of each. */
  readonly centres: Uint32Array;
  readonly targets: Float32Array;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * The least product of distance and difference of values over the known points, for each point.
 *
 * @returns [rows]
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * O(rows centres D)
 */
export async function targetDistances(task: TargetTask): Promise<Float64Array> {
  const { embeddings, rows, values, centres, targets, compute, checkpoint } = task;
  const d = embeddings.columns;
  const middle = middleOf(embeddings, rows);
  for (const some of [rows, centres]) squaredLengths(embeddings, some, middle, checkpoint);
  // seen from a middle too: float32 would lose differences of large values
  const level = targets.reduce((sum, y) => sum + y / targets.length, 0);
  const out = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
  const scratch = new Float32Array(Math.min(BLOCK_ROWS, rows.length) * d);
  for (const [first, last] of slices(0, centres.length, CENTRES_AT_ONCE)) {
    const known = {
      c: { data: copyOfRows(embeddings, centres.subarray(first, last)).data, shape: [last - first, d] },
      y: { data: targets.subarray(first, last).map((y) => y - level), shape: [1, last - first] },
      origin: { data: middle, shape: [1, d] },
    };
    for (const [start, end] of slices(0, rows.length, BLOCK_ROWS)) {
      checkpoint();
      const data = rowsAt(embeddings, rows.subarray(start, end), scratch);
      const f = Float32Array.from(values.subarray(start, end), (value) => value - level);
      const result = await compute.run(leastGraph, {
        x: { data, shape: [end - start, d] },
        f: { data: f, shape: [end - start, 1] },
        ...known,
      });
      const least = (result.least as Tensor).data;
      for (let i = start; i < end; i++) out[i] = Math.min(out[i] as number, least[i - start] as number);
    }
  }
  return out;
}
