import { type Compute, gradient, graph, type Matrix, ops, rowsOf, type Tensor } from '@alaas/core';

/** Multiplications of one run, some tens of milliseconds. */
const STEP_PRODUCTS = 5e8;
/** Numbers of one block's targets and logits at most. */
const STEP_NUMBERS = 4e6;

const h = ops.input('embeddings', ['rows', 'd']);
const targets = ops.input('targets', ['rows', 'k']);
const weights = ops.input('weights', ['k', 'd']);
const bias = ops.input('bias', [1, 'k']);
const logits = ops.add(ops.matMul(h, weights, { transposeB: true }), bias);
const logLikelihood = ops.reduceSum(ops.reduceSum(ops.mul(targets, ops.logSoftmax(logits)), 1), 0);
const loss = ops.neg(logLikelihood);
const [slopeOfWeights, slopeOfBias] = gradient(loss, [weights, bias]) as [typeof weights, typeof bias];
const lossGraph = graph({ loss, weights: slopeOfWeights, bias: slopeOfBias });

/** Rows with the class that each is of, and how much it counts. */
export interface SoftmaxRows {
  readonly embeddings: Matrix;
  readonly labels: Int32Array;
  /** [L], at least 0. */
  readonly counts: Float64Array;
  /** K */
  readonly classes: number;
}

/** The loss of a linear head and its slopes, summed over the rows. */
export interface SoftmaxLoss {
  readonly loss: number;
  /** [K x D] */
  readonly weights: Float64Array;
  /** [K] */
  readonly bias: Float64Array;
}

/**
 * Minus the log-likelihood of the rows under a linear head, times their counts, and its slopes: one graph, block by block.
 *
 * @param head weights [K x D] and bias [K]
 */
export async function softmaxLoss(
  { embeddings, labels, counts, classes }: SoftmaxRows,
  head: { readonly weights: Float32Array; readonly bias: Float32Array },
  { compute, checkpoint }: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<SoftmaxLoss> {
  const { rows, columns } = embeddings;
  const parameters = {
    weights: { data: head.weights, shape: [classes, columns] },
    bias: { data: head.bias, shape: [1, classes] },
  };
  const sums = { loss: 0, weights: new Float64Array(head.weights.length), bias: new Float64Array(classes) };
  const step = Math.max(64, Math.floor(Math.min(STEP_PRODUCTS / (2 * head.weights.length), STEP_NUMBERS / classes)));
  for (let start = 0; start < rows; start += step) {
    checkpoint();
    const end = Math.min(rows, start + step);
    const hot = new Float32Array((end - start) * classes);
    for (let row = start; row < end; row++)
      hot[(row - start) * classes + (labels[row] as number)] = counts[row] as number;
    const outputs = (await compute.run(lossGraph, {
      embeddings: { data: rowsOf(embeddings, start, end).data, shape: [end - start, columns] },
      targets: { data: hot, shape: [end - start, classes] },
      ...parameters,
    })) as Record<'loss' | 'weights' | 'bias', Tensor>;
    sums.loss += outputs.loss.data[0] as number;
    addTo(sums.weights, outputs.weights.data);
    addTo(sums.bias, outputs.bias.data);
  }
  return sums;
}

function addTo(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
}
