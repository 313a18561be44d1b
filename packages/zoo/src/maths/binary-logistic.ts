import { type Compute, type Expr, gradient, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { minimise, type Slope } from './minimise.ts';

/** Steps of one fit, at most. */
export const MOST_ITERATIONS = 200;

const BLOCK_ROWS = 4096;

/** Chances of two classes as a softmax of two columns; `targets` holds each row's weight in the column of its class. */
const x = ops.input('x', ['rows', 'd']);
const targets = ops.input('targets', ['rows', 2]);
const w = ops.input('w', ['d', 2]);
const b = ops.input('b', [1, 2]);
const logs = ops.logSoftmax(ops.add(ops.matMul(x, w), b));
const loss = ops.neg(ops.reduceSum(ops.reduceSum(ops.mul(targets, logs), 1), 0));
const [byW, byB] = gradient(loss, [w, b]) as [Expr, Expr];
const lossGraph = graph({ loss, byW, byB });
const oddsGraph = graph({ logs });

export interface LogisticTask {
  /** [N x D] */
  readonly points: Matrix;
  /** Rows to learn from, and whether each is of the class. Both kinds occur. */
  readonly rows: Uint32Array;
  readonly isOfClass: (row: number) => boolean;
  /** Factor of half the sum of squared weights in the loss. */
  readonly l2: number;
  /** What a fit of similar rows gave, to begin with. */
  readonly start?: Float64Array;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * Logistic regression of one class against another, either counting one half however many rows it has: the mean loss plus
 * l2 / 2 |w|^2, the bias free.
 *
 * @returns [2 D + 2] weights and biases of both columns
 * O(iterations N D).
 */
export async function fitBinaryLogistic(task: LogisticTask): Promise<Float64Array> {
  const { points, rows, isOfClass } = task;
  const { columns: d } = points;
  const count = rows.reduce((sum, row) => sum + (isOfClass(row) ? 1 : 0), 0);
  const weights = { own: 0.5 / count, other: 0.5 / (rows.length - count) };
  const blocks = Array.from({ length: Math.ceil(rows.length / BLOCK_ROWS) }, (_, i) =>
    blockOf(task, rows.subarray(i * BLOCK_ROWS, (i + 1) * BLOCK_ROWS), weights),
  );
  return minimise({
    start: task.start ?? new Float64Array(2 * d + 2),
    at: (variables) => slopeAt(variables, blocks, task),
    tolerance: 1e-5,
    maxIterations: MOST_ITERATIONS,
  });
}

/** ln (p / (1 - p)) for the chance p that each of the rows is of the class: [rows]. Tells surer rows apart than p does. */
export async function logOdds(
  variables: Float64Array,
  { points, rows, compute, checkpoint }: Pick<LogisticTask, 'points' | 'rows' | 'compute' | 'checkpoint'>,
): Promise<Float64Array> {
  const out = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    checkpoint();
    const own = rows.subarray(start, start + BLOCK_ROWS);
    const result = await compute.run(oddsGraph, { x: rowsOf(points, own), ...parametersOf(variables) });
    const pairs = (result.logs as Tensor).data;
    for (const at of own.keys()) out[start + at] = (pairs[2 * at] as number) - (pairs[2 * at + 1] as number);
  }
  return out;
}

interface Block {
  readonly x: Tensor;
  readonly targets: Tensor;
}

function blockOf(
  { points, isOfClass }: LogisticTask,
  rows: Uint32Array,
  { own, other }: { readonly own: number; readonly other: number },
): Block {
  const data = new Float32Array(2 * rows.length);
  for (const [at, row] of rows.entries()) {
    if (isOfClass(row)) data[2 * at] = own;
    else data[2 * at + 1] = other;
  }
  return { x: rowsOf(points, rows), targets: { data, shape: [rows.length, 2] } };
}

async function slopeAt(variables: Float64Array, blocks: readonly Block[], task: LogisticTask): Promise<Slope> {
  const { compute, checkpoint, l2 } = task;
  const parameters = parametersOf(variables);
  const weights = variables.length - 2;
  let value = 0;
  const slope = new Float64Array(variables.length);
  for (const block of blocks) {
    checkpoint();
    const result = await compute.run(lossGraph, { ...block, ...parameters });
    value += (result.loss as Tensor).data[0] as number;
    for (const [i, part] of (result.byW as Tensor).data.entries()) slope[i] = (slope[i] as number) + part;
    for (const [i, part] of (result.byB as Tensor).data.entries())
      slope[weights + i] = (slope[weights + i] as number) + part;
  }
  for (let i = 0; i < weights; i++) {
    const weight = variables[i] as number;
    value += (l2 / 2) * weight * weight;
    slope[i] = (slope[i] as number) + l2 * weight;
  }
  return { value, slope };
}

function parametersOf(variables: Float64Array): { w: Tensor; b: Tensor } {
  const weights = variables.length - 2;
  return {
    w: { data: Float32Array.from(variables.subarray(0, weights)), shape: [weights / 2, 2] },
    b: { data: Float32Array.from(variables.subarray(weights)), shape: [1, 2] },
  };
}

function rowsOf({ data, columns }: Matrix, rows: Uint32Array): Tensor {
  const out = new Float32Array(rows.length * columns);
  for (const [at, row] of rows.entries()) out.set(data.subarray(row * columns, (row + 1) * columns), at * columns);
  return { data: out, shape: [rows.length, columns] };
}
