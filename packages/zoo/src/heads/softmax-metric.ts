import { type Compute, graph, ops, rowsOf, type Tensor } from '@alaas/core';
import { factorise, invertLower } from '../maths/cholesky.ts';
import type { SoftmaxRows } from './softmax-loss.ts';

/** Rows that the covariance is measured on at most, evenly spaced: it only has to be about right. */
const MAX_SAMPLE = 4096;

export interface LinearParameters {
  /** [K x D] */
  readonly weights: Float32Array;
  /** [K] */
  readonly bias: Float32Array;
}

/**
 * Coordinates in which the loss of a linear head is about equally curved in all directions: V and c, with W = V R and
 * b = c - W m. m is the mean of the rows, and R R' the inverse of a bound of the Hessian, half their covariance plus the
 * penalty (Boehning 1992). A point is V, row by row, then c.
 */
export interface SoftmaxMetric {
  toHead(point: Float32Array): Promise<LinearParameters>;
  toPoint(head: LinearParameters): Float32Array;
  /** The slope of a function of the head, as one of a function of the point. */
  slope(weights: Float64Array, bias: Float64Array): Promise<Float32Array>;
}

const v = ops.input('v', ['k', 'd']);
const r = ops.input('r', ['d', 'd']);
const timesR = graph({ product: ops.matMul(v, r) });
const timesTransposed = graph({ product: ops.matMul(v, r, { transposeB: true }) });
const sample = ops.sub(ops.input('x', ['rows', 'd']), ops.input('mean', [1, 'd']));
const gramGraph = graph({ gram: ops.matMul(sample, sample, { transposeA: true }) });

interface Context {
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * @param l2 penalty of the summed loss, |W|^2 l2 / 2
 * @param isCurved whether directions are to be scaled too, at O(D^3); else the mean alone is taken out
 */
export async function softmaxMetric(
  rows: SoftmaxRows,
  l2: number,
  isCurved: boolean,
  context: Context,
): Promise<SoftmaxMetric> {
  const mean = meanOf(rows);
  const factors = isCurved ? await factorsOf(rows, mean, l2, context) : undefined;
  const { columns: d } = rows.embeddings;
  const k = rows.classes;
  const multiply = async (program: typeof timesR, data: Float32Array): Promise<Float32Array> => {
    if (factors === undefined) return data;
    const feeds = { v: { data, shape: [k, d] }, r: { data: factors.inverse, shape: [d, d] } };
    return ((await context.compute.run(program, feeds)).product as Tensor).data;
  };
  return {
    async toHead(point) {
      const weights = await multiply(timesR, point.slice(0, k * d));
      const bias = point.slice(k * d);
      return { weights, bias: bias.map((c, i) => c - product(weights, i * d, mean)) };
    },
    toPoint({ weights, bias }) {
      const point = new Float32Array(k * d + k);
      point.set(factors === undefined ? weights : timesLower(weights, factors.lower, d));
      for (let i = 0; i < k; i++) point[k * d + i] = (bias[i] as number) + product(weights, i * d, mean);
      return point;
    },
    async slope(weights, bias) {
      const own = Float32Array.from(
        weights,
        (g, i) => g - (bias[Math.floor(i / d)] as number) * (mean[i % d] as number),
      );
      const slope = new Float32Array(k * d + k);
      slope.set(await multiply(timesTransposed, own));
      slope.set(bias, k * d);
      return slope;
    },
  };
}

function meanOf({ embeddings, counts }: SoftmaxRows): Float64Array {
  const { data, rows, columns } = embeddings;
  const mean = new Float64Array(columns);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const count = counts[row] as number;
    if (count === 0) continue;
    total += count;
    for (let d = 0, at = row * columns; d < columns; d++, at++) {
      mean[d] = (mean[d] as number) + count * (data[at] as number);
    }
  }
  return mean.map((sum) => sum / total);
}

interface Factors {
  /** L of L L' = C / 2 + l2 / n, row-major. */
  readonly lower: Float64Array;
  /** Its inverse. */
  readonly inverse: Float32Array;
}

async function factorsOf(
  { embeddings, counts }: SoftmaxRows,
  mean: Float64Array,
  l2: number,
  { compute, checkpoint }: Context,
): Promise<Factors | undefined> {
  const { columns: d } = embeddings;
  checkpoint();
  const step = Math.ceil(embeddings.rows / MAX_SAMPLE);
  const count = Math.floor(embeddings.rows / step);
  const x = step === 1 ? embeddings.data : new Float32Array(count * d);
  for (let i = 0; step > 1 && i < count; i++) x.set(rowsOf(embeddings, i * step, i * step + 1).data, i * d);
  const { gram } = (await compute.run(gramGraph, {
    x: { data: x, shape: [count, d] },
    mean: { data: Float32Array.from(mean), shape: [1, d] },
  })) as Record<'gram', Tensor>;
  const total = counts.reduce((sum, weight) => sum + weight, 0);
  const lower = Float64Array.from(gram.data, (value) => value / (2 * count));
  for (let i = 0; i < d; i++) lower[i * d + i] = (lower[i * d + i] as number) + l2 / total;
  if (!factorise(lower, d, checkpoint)) return undefined;
  return { lower, inverse: Float32Array.from(invertLower(lower, d, checkpoint)) };
}

/** V = W L, row by row. */
function timesLower(weights: Float32Array, lower: Float64Array, d: number): Float32Array {
  const out = new Float64Array(weights.length);
  for (let start = 0; start < weights.length; start += d) {
    for (let i = 0; i < d; i++) {
      const weight = weights[start + i] as number;
      if (weight === 0) continue;
      for (let j = 0; j <= i; j++) out[start + j] = (out[start + j] as number) + weight * (lower[i * d + j] as number);
    }
  }
  return Float32Array.from(out);
}

function product(weights: Float32Array, start: number, mean: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < mean.length; d++) sum += (weights[start + d] as number) * (mean[d] as number);
  return sum;
}
