import { graph, type Matrix, mix, ops, type Tensor } from '@alaas/core';
import { symmetricEigen } from '../maths/symmetric-eigen.ts';
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
 * iteration, Bauer 1957), each time rotated among themselves to the variance they hold (Rayleigh-Ritz, Rutishauser 1969), so
 * that few turns are enough where variances are close. The same rows always give the same axes. For many rows and few axes; `principalSubspace` is for
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
  let best: { readonly axes: Float64Array; readonly values: Float64Array } = {
    axes: directions,
    values: new Float64Array(k),
  };
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    straighten(directions, k);
    const turned = turnedThrough(covariance, directions, k, tools.checkpoint);
    const { values, vectors } = symmetricEigen(productsOf(directions, turned, k), k, tools.checkpoint);
    const before = varianceOf(best.values, count);
    best = { axes: mixed(directions, vectors, k), values };
    const variance = varianceOf(values, count);
    if (turn > 0 && variance - before <= tolerance * variance) break;
    directions = mixed(turned, vectors, k);
  }
  const out = new Float32Array(d * count);
  for (let axis = 0; axis < count; axis++) {
    // what is left of no variance is rounding alone
    if (!((best.values[axis] as number) > ROUNDING * (best.values[0] as number))) continue;
    for (let row = 0; row < d; row++) out[row * count + axis] = best.axes[axis * d + row] as number;
  }
  return { data: out, rows: d, columns: count };
}

/** Variance along the first directions. */
function varianceOf(values: Float64Array, count: number): number {
  return values.subarray(0, count).reduce((sum, value) => sum + Math.max(0, value), 0);
}

/** Products of each direction with each turned one: [k x k]. */
function productsOf(directions: Float64Array, turned: Float64Array, k: number): Float64Array {
  const d = directions.length / k;
  const row = (of: Float64Array, axis: number) => of.subarray(axis * d, (axis + 1) * d);
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = i; j < k; j++) {
      const both = product(row(directions, i), row(turned, j));
      out[i * k + j] = both;
      out[j * k + i] = both;
    }
  }
  return out;
}

/** Directions put together by weights. @param weights [k x k], row i of the result's direction i */
function mixed(directions: Float64Array, weights: Float64Array, k: number): Float64Array<ArrayBuffer> {
  const d = directions.length / k;
  const out = new Float64Array(directions.length);
  for (let axis = 0; axis < k; axis++) {
    const own = out.subarray(axis * d, (axis + 1) * d);
    for (let other = 0; other < k; other++) {
      const weight = weights[axis * k + other] as number;
      if (weight === 0) continue;
      const from = directions.subarray(other * d, (other + 1) * d);
      for (let i = 0; i < d; i++) own[i] = (own[i] as number) + weight * (from[i] as number);
    }
  }
  return out;
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
 * Sets each direction at right angles to those before it, and to length 1; to zeros where it was rounding alone. In place.
 */
function straighten(directions: Float64Array, k: number): void {
  const d = directions.length / k;
  let longest = 0;
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
    const isSound = length > ROUNDING * Math.max(whole, longest);
    for (let i = 0; i < d; i++) own[i] = isSound ? (own[i] as number) / length : 0;
    longest = Math.max(longest, length);
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
