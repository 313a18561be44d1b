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
}

/**
 * The linear head of the highest penalised likelihood: a convex problem with one solution, which L-BFGS finds.
 * Deterministic. O(iterations L K D).
 */
export async function fitSoftmax(task: SoftmaxTask, context: RunContext): Promise<LinearParameters> {
  const { rows, l2, tolerance, maxIterations } = task;
  const total = rows.counts.reduce((sum, count) => sum + count, 0);
  const metric = softmaxMetric(rows);
  const lossOf = await softmaxLoss(rows, context);
  const size = rows.classes * rows.embeddings.columns;
  const start = task.start ?? { weights: new Float32Array(size), bias: new Float32Array(rows.classes) };
  const { x } = await minimise({
    start: metric.toPoint(start),
    tolerance,
    maxIterations,
    evaluate: (point) => evaluate(point, { lossOf, l2, total, metric }),
  });
  return metric.toHead(x);
}

interface Objective {
  readonly lossOf: Awaited<ReturnType<typeof softmaxLoss>>;
  readonly l2: number;
  readonly total: number;
  readonly metric: SoftmaxMetric;
}

/** The penalised loss per unit of weight, its slope by the point, and the largest slope by the head. */
async function evaluate(
  point: Float32Array,
  { lossOf, l2, total, metric }: Objective,
): Promise<{ value: number; gradient: Float32Array; norm: number }> {
  const head = metric.toHead(point);
  const { loss, weights, bias } = await lossOf(head);
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
  return { value: (loss + (l2 * squares) / 2) / total, gradient: metric.slope(weights, bias), norm };
}
