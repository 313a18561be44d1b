import { graph, type Matrix, mix, ops, type Tensor } from '@alaas/core';
import type { PairTools } from './close-pairs.ts';
import { slices } from './rounding.ts';

/** Multiplications of one product: some 30 ms of work. */
const PRODUCT_SIZE = 2 ** 30;
const MAX_BLOCK_ROWS = 4096;
/** Axes that are turned along, so that the last ones asked for settle as fast as the first. */
const SPARE_AXES = 8;
const MAX_TURNS = 200;
/** Shorter than this share of what it was, a direction is rounding alone. */
const ROUNDING = 1e-10;

const x = ops.input('x', ['rows', 'd']);
const scatterGraph = graph({ products: ops.matMul(x, x, { transposeA: true }), total: ops.reduceSum(x, 0) });
const axes = ops.input('axes', ['d', 'axes']);
const projectGraph = graph({ projected: ops.matMul(x, axes) });

export interface AxesTask extends PairTools {
  /** [rows x D], seen from a point amid them. */
  readonly seen: Matrix;
  /** Axes, at most D. */
  readonly count: number;
  /** Turns end when one raises the variance along the axes by less than this share. */
  readonly tolerance: number;
}

/**
 * Directions of largest variance, by turning a set of directions through the covariance again and again (subspace
 * iteration, Bauer 1957). The same rows always give the same axes. For many rows and few axes; `principalSubspace` is for
 * few rows, and as many axes as a share of the variance takes.
 *
 * @returns [D x count] column by column of length 1, at right angles, largest variance first; zeros where rows have no
 *   further direction
 * O(N D^2 + turns D^2 count) time, O(D^2) memory.
 */
export async function principalAxes({ seen, count, tolerance, ...tools }: AxesTask): Promise<Matrix> {
  const { columns: d } = seen;
  const covariance = await scatterOf(seen, tools);
  const k = Math.min(d, count + SPARE_AXES);
  let directions = Float64Array.from({ length: d * k }, (_, i) => mix(1, i) / 2 ** 32 - 0.5);
  let before = 0;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const turned = turn === 0 ? directions : turnedThrough(covariance, directions, k, tools.checkpoint);
    const lengths = straighten(turned, k);
    directions = turned;
    const variance = lengths.subarray(0, count).reduce((a, b) => a + b, 0);
    if (turn > 1 && variance - before <= tolerance * variance) break;
    before = variance;
  }
  const out = new Float32Array(d * count);
  for (let row = 0; row < d; row++) {
    for (let axis = 0; axis < count; axis++) out[row * count + axis] = directions[axis * d + row] as number;
  }
  return { data: out, rows: d, columns: count };
}

/** Where each row lies along the axes: [rows x axes]. */
export async function alongAxes(
  { data, rows, columns: d }: Matrix,
  along: Matrix,
  { compute, checkpoint }: PairTools,
): Promise<Matrix> {
  const out = new Float32Array(rows * along.columns);
  for (const [start, end] of slices(0, rows, MAX_BLOCK_ROWS)) {
    checkpoint();
    const { projected } = await compute.run(projectGraph, {
      x: { data: data.subarray(start * d, end * d), shape: [end - start, d] },
      axes: { data: along.data, shape: [d, along.columns] },
    });
    out.set((projected as Tensor).data, start * along.columns);
  }
  return { data: out, rows, columns: along.columns };
}

/** Sums of products of every two columns, less their means, in float64: [D x D]. */
async function scatterOf(
  { data, rows, columns: d }: Matrix,
  { compute, checkpoint }: PairTools,
): Promise<Float64Array> {
  const sums = new Float64Array(d * d);
  const totals = new Float64Array(d);
  const blockRows = Math.max(1, Math.min(MAX_BLOCK_ROWS, Math.floor(PRODUCT_SIZE / (d * d))));
  for (const [start, end] of slices(0, rows, blockRows)) {
    checkpoint();
    const block = { data: data.subarray(start * d, end * d), shape: [end - start, d] };
    const { products, total } = await compute.run(scatterGraph, { x: block });
    addTo(sums, (products as Tensor).data);
    addTo(totals, (total as Tensor).data);
  }
  for (let i = 0; i < d; i++) {
    const mean = (totals[i] as number) / rows;
    for (let j = 0; j < d; j++) sums[i * d + j] = (sums[i * d + j] as number) - mean * (totals[j] as number);
  }
  return sums;
}

function addTo(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
}

/** Each direction times the symmetric matrix. */
function turnedThrough(
  matrix: Float64Array,
  directions: Float64Array,
  k: number,
  checkpoint: () => void,
): Float64Array<ArrayBuffer> {
  const d = directions.length / k;
  const out = new Float64Array(directions.length);
  for (let axis = 0; axis < k; axis++) {
    checkpoint();
    const from = axis * d;
    for (let row = 0; row < d; row++) {
      let [even, odd] = [0, 0];
      let at = row * d;
      let i = from;
      for (const end = from + d - 1; i < end; i += 2, at += 2) {
        even += (matrix[at] as number) * (directions[i] as number);
        odd += (matrix[at + 1] as number) * (directions[i + 1] as number);
      }
      if (i < from + d) even += (matrix[at] as number) * (directions[i] as number);
      out[from + row] = even + odd;
    }
  }
  return out;
}

/**
 * Sets each direction at right angles to those before it, and to length 1; in place.
 *
 * @returns the length each had at right angles, 0 where it was rounding alone
 */
function straighten(directions: Float64Array, k: number): Float64Array {
  const d = directions.length / k;
  const lengths = new Float64Array(k);
  for (let axis = 0; axis < k; axis++) {
    const own = directions.subarray(axis * d, (axis + 1) * d);
    const whole = Math.sqrt(product(own, own));
    // what rounding leaves of the others after the first time is taken off by the second
    for (let time = 0; time < 2; time++) {
      for (let other = 0; other < axis; other++) {
        const before = directions.subarray(other * d, (other + 1) * d);
        const share = product(own, before);
        for (let i = 0; i < d; i++) own[i] = (own[i] as number) - share * (before[i] as number);
      }
    }
    const length = Math.sqrt(product(own, own));
    const isSound = length > ROUNDING * Math.max(whole, lengths[0] as number);
    for (let i = 0; i < d; i++) own[i] = isSound ? (own[i] as number) / length : 0;
    lengths[axis] = isSound ? length : 0;
  }
  return lengths;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
