import { type Compute, copyOfRows, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { middleOf, rowsAt, squaredLengths } from './points.ts';
import { slices } from './rounding.ts';

/** Rows and centres that a product takes at once: small enough for the cache. */
const BLOCK_ROWS = 1024;
const CENTRES_AT_ONCE = 128;

const origin = ops.input('origin', [1, 'd']);
const x = ops.sub(ops.input('x', ['rows', 'd']), origin);
const c = ops.sub(ops.input('c', ['centres', 'd']), origin);
const gaps = ops.sub(ops.input('f', ['rows', 1]), ops.input('y', [1, 'centres']));
const products = ops.mul(ops.squaredDistances(x, c), ops.square(gaps));
const nearestGraph = graph({ least: ops.reduceMin(products, 1), nearest: ops.argMin(products) });

/** Points with values, and known points with known values. */
export interface TargetTask {
  readonly embeddings: Matrix;
  /** Rows of the points, ascending, and the value of each. */
  readonly rows: Uint32Array;
  readonly values: Float64Array;
  /** Rows of the known points, at least one, and the value of each. */
  readonly centres: Uint32Array;
  readonly targets: Float32Array;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * The least product of distance and difference of values over the known points, for each point. Products of float32 find
 * the known point; its product is then taken exactly.
 *
 * @returns [rows]
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row, `CANCELLED`
 * O(rows centres D)
 */
export async function targetDistances(task: TargetTask): Promise<Float64Array> {
  const { embeddings, rows, values, centres, targets, checkpoint } = task;
  const nearest = await nearestKnown(task);
  return values.map((value, i) => {
    if (i % BLOCK_ROWS === 0) checkpoint();
    const known = nearest[i] as number;
    const distance = distanceOf(embeddings, rows[i] as number, centres[known] as number);
    return distance * Math.abs(value - (targets[known] as number));
  });
}

/** Position of the known point of least product, for each point. */
async function nearestKnown(task: TargetTask): Promise<Uint32Array> {
  const { embeddings, rows, values, centres, targets, compute, checkpoint } = task;
  const d = embeddings.columns;
  const middle = middleOf(embeddings, rows);
  for (const some of [rows, centres]) squaredLengths(embeddings, some, middle, checkpoint);
  // values from -1 to 1: float32 would lose differences of large ones, and the squares of very large or small ones
  const { level, reach } = rangeOf(values, targets);
  const scaled = (numbers: Float64Array | Float32Array): Float32Array =>
    Float32Array.from(numbers, (value) => (value - level) / reach);
  const least = new Float32Array(rows.length).fill(Number.POSITIVE_INFINITY);
  const nearest = new Uint32Array(rows.length);
  const scratch = new Float32Array(Math.min(BLOCK_ROWS, rows.length) * d);
  for (const [first, last] of slices(0, centres.length, CENTRES_AT_ONCE)) {
    const known = {
      c: { data: copyOfRows(embeddings, centres.subarray(first, last)).data, shape: [last - first, d] },
      y: { data: scaled(targets.subarray(first, last)), shape: [1, last - first] },
      origin: { data: middle, shape: [1, d] },
    };
    for (const [start, end] of slices(0, rows.length, BLOCK_ROWS)) {
      checkpoint();
      const result = await compute.run(nearestGraph, {
        x: { data: rowsAt(embeddings, rows.subarray(start, end), scratch), shape: [end - start, d] },
        f: { data: scaled(values.subarray(start, end)), shape: [end - start, 1] },
        ...known,
      });
      const [products, places] = [(result.least as Tensor).data, (result.nearest as Tensor).data];
      for (let i = start; i < end; i++) {
        const product = products[i - start] as number;
        if (product >= (least[i] as number)) continue;
        least[i] = product;
        nearest[i] = first + (places[i - start] as number);
      }
    }
  }
  return nearest;
}

function rangeOf(...lists: (Float64Array | Float32Array)[]): { readonly level: number; readonly reach: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (const value of list) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return { level: (low + high) / 2, reach: high > low ? (high - low) / 2 : 1 };
}

function distanceOf({ data, columns }: Matrix, row: number, other: number): number {
  let sum = 0;
  for (let d = 0; d < columns; d++) {
    sum += ((data[row * columns + d] as number) - (data[other * columns + d] as number)) ** 2;
  }
  return Math.sqrt(sum);
}
