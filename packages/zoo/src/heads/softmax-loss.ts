import { type Compute, type Expr, gradient, graph, type Matrix, ops, rowsOf, type Tensor } from '@alaas/core';

/** Multiplications of one run, some tens of milliseconds. */
const STEP_PRODUCTS = 5e8;
/** Numbers of one block's targets and logits at most. */
const STEP_NUMBERS = 4e6;

/** Rows are copied the other way round, once, while they are no more numbers than this. */
const MAX_TURNED = 16e6;

const h = ops.input('embeddings', ['rows', 'd']);
const targets = ops.input('targets', ['rows', 'k']);
const weights = ops.input('weights', ['k', 'd']);
const bias = ops.input('bias', [1, 'k']);
const logits = ops.add(ops.matMul(h, weights, { transposeB: true }), bias);
const loss = ops.neg(ops.reduceSum(ops.reduceSum(ops.mul(targets, ops.logSoftmax(logits)), 1), 0));
const [slopeOfWeights, slopeOfBias] = gradient(loss, [weights, bias]) as [Expr, Expr];
const lossGraph = graph({ loss, weights: slopeOfWeights, bias: slopeOfBias });

/** The same with rows the other way round at hand: a product that need not turn them each time, its result [D x K]. */
const [slopeOfLogits] = gradient(loss, [logits]) as [Expr];
const turned = ops.input('turned', ['d', 'rows']);
const turnedLossGraph = graph({ loss, turned: ops.matMul(turned, slopeOfLogits), bias: slopeOfBias });
const turnGraph = graph({ turned: ops.transpose(h) });

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
 * @returns takes weights [K x D] and bias [K]
 */
export async function softmaxLoss(
  { embeddings, labels, counts, classes }: SoftmaxRows,
  { compute, checkpoint }: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<(head: { readonly weights: Float32Array; readonly bias: Float32Array }) => Promise<SoftmaxLoss>> {
  const { rows, columns } = embeddings;
  const size = classes * columns;
  const step = Math.max(64, Math.floor(Math.min(STEP_PRODUCTS / (2 * size), STEP_NUMBERS / classes)));
  const blocks: { readonly start: number; readonly x: Tensor; readonly turned: Tensor | undefined }[] = [];
  for (let start = 0; start < rows; start += step) {
    checkpoint();
    const end = Math.min(rows, start + step);
    const x = { data: rowsOf(embeddings, start, end).data, shape: [end - start, columns] };
    const isTurned = rows * columns <= MAX_TURNED;
    const turned = isTurned ? (await compute.run(turnGraph, { embeddings: x })).turned : undefined;
    blocks.push({ start, x, turned });
  }
  const hotOf = (start: number, count: number): Float32Array => {
    const hot = new Float32Array(count * classes);
    for (let i = 0; i < count; i++) hot[i * classes + (labels[start + i] as number)] = counts[start + i] as number;
    return hot;
  };
  return async (head) => {
    const parameters = {
      weights: { data: head.weights, shape: [classes, columns] },
      bias: { data: head.bias, shape: [1, classes] },
    };
    const sums = { loss: 0, weights: new Float64Array(size), bias: new Float64Array(classes) };
    for (const { start, x, turned } of blocks) {
      checkpoint();
      const count = x.shape[0] as number;
      const targets = { data: hotOf(start, count), shape: [count, classes] };
      const feeds = { embeddings: x, targets, ...parameters };
      const outputs = await (turned === undefined
        ? compute.run(lossGraph, feeds)
        : compute.run(turnedLossGraph, { ...feeds, turned }));
      sums.loss += outputs.loss?.data[0] as number;
      if (turned === undefined) addTo(sums.weights, (outputs.weights as Tensor).data);
      else addTurned(sums.weights, (outputs.turned as Tensor).data, classes);
      addTo(sums.bias, (outputs.bias as Tensor).data);
    }
    return sums;
  };
}

function addTo(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
}

/** @param sums [K x D]; @param values [D x K] */
function addTurned(sums: Float64Array, values: Float32Array, classes: number): void {
  const columns = sums.length / classes;
  for (let k = 0; k < classes; k++) {
    for (let d = 0, at = k * columns; d < columns; d++, at++) {
      sums[at] = (sums[at] as number) + (values[d * classes + k] as number);
    }
  }
}
