import { minimise } from '../maths/lbfgs.ts';
import type { RunContext } from './run-rows.ts';
import { type SoftmaxRows, softmaxLoss } from './softmax-loss.ts';
import { type LinearParameters, type SoftmaxMetric, softmaxMetric } from './softmax-metric.ts';

export interface SoftmaxTask {
  readonly rows: SoftmaxRows;
  /** Above 0: penalty |W|^2 l2 / 2 beside the summed loss. The bias is free. */
  readonly l2: number;
  /** Largest slope of the mean loss, by any weight or bias, at which the fit ends. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Where to begin. Default: zeros. */
  readonly start?: LinearParameters;
  /** The coordinates of a fit on about the same rows. Default: measured. */
  readonly metric?: SoftmaxMetric;
}

/**
 * The linear head of the highest penalised likelihood: a convex problem with one solution, which L-BFGS finds in
 * coordinates that are about equally curved. Deterministic.
 *
 * O(iterations L K D), and O((L + D) D^2) once where that saves iterations.
 */
export async function fitSoftmax(
  task: SoftmaxTask,
  context: RunContext,
): Promise<LinearParameters & { readonly metric: SoftmaxMetric }> {
  const { rows, l2, tolerance, maxIterations } = task;
  const total = rows.counts.reduce((sum, count) => sum + count, 0);
  const metric = task.metric ?? (await softmaxMetric(rows, l2, isWorthScaling(rows), context));
  const size = rows.classes * rows.embeddings.columns;
  const start = task.start ?? { weights: new Float32Array(size), bias: new Float32Array(rows.classes) };
  const { x } = await minimise({
    start: metric.toPoint(start),
    tolerance,
    maxIterations,
    evaluate: (point) => evaluate(point, { rows, l2, total, metric }, context),
  });
  return { ...(await metric.toHead(x)), metric };
}

interface Objective {
  readonly rows: SoftmaxRows;
  readonly l2: number;
  readonly total: number;
  readonly metric: SoftmaxMetric;
}

/** The penalised loss per unit of weight, its slope by the point, and the largest slope by the head. */
async function evaluate(
  point: Float32Array,
  { rows, l2, total, metric }: Objective,
  context: RunContext,
): Promise<{ value: number; gradient: Float32Array; norm: number }> {
  const head = await metric.toHead(point);
  const { loss, weights, bias } = await softmaxLoss(rows, head, context);
  let squares = 0;
  let norm = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = head.weights[i] as number;
    squares += weight * weight;
    weights[i] = ((weights[i] as number) + l2 * weight) / total;
    norm = Math.max(norm, Math.abs(weights[i] as number));
  }
  for (let k = 0; k < bias.length; k++) {
    bias[k] = (bias[k] as number) / total;
    norm = Math.max(norm, Math.abs(bias[k] as number));
  }
  return { value: (loss + (l2 * squares) / 2) / total, gradient: await metric.slope(weights, bias), norm };
}

/** Whether the iterations saved cost more than scaling the directions. */
function isWorthScaling({ embeddings: { rows, columns } }: SoftmaxRows): boolean {
  return rows >= 2 * columns && columns <= 1024;
}
