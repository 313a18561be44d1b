import { type Compute, copyOfRows, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { dot } from '../maths/dot.ts';
import { predictionErrors } from '../maths/prediction-errors.ts';
import type { Metric } from './plus-plus.ts';
import { rowsAt, squaredLengths } from './points.ts';
import { BLOCK_ITEMS, productMetric } from './product-metric.ts';

/** Least of |g|^2 - 2 (q q_g) (h h_g) over some gradients g = q_g h_g, for each row; h_g comes multiplied by -2. */
const q = ops.input('q', ['rows', 'k']);
const h = ops.input('h', ['rows', 'd']);
const pickedQ = ops.input('pickedQ', ['picks', 'k']);
const pickedH = ops.input('pickedH', ['picks', 'd']);
const lengths = ops.input('lengths', [1, 'picks']);
const products = ops.mul(ops.matMul(q, pickedQ, { transposeB: true }), ops.matMul(h, pickedH, { transposeB: true }));
const leastGraph = graph({ least: ops.reduceMin(ops.add(products, lengths), 1) });
const mutualGraph = graph({
  products: ops.mul(ops.matMul(q, q, { transposeB: true }), ops.matMul(h, h, { transposeB: true })),
});

/** Gradients of the loss by the last layer's weights, if the likeliest class were the true one, as points of a metric. */
export interface GradientMetric extends Metric {
  /** Squared length of each gradient: [size]. */
  readonly squares: Float64Array;
}

/** What a {@link gradientMetric} is made of. */
export interface GradientParts {
  readonly embeddings: Matrix;
  readonly probabilities: Matrix;
  /** Pool rows that are the items, ascending. */
  readonly rows: Uint32Array;
  /** At most so many picks. */
  readonly picks: number;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * Each row's gradient is the outer product of q = p - e_y and its embedding h, never written out: products of gradients
 * are products of the two factors' products. Ash et al. 2020.
 *
 * @throws AlaasError `INVALID_EMBEDDINGS` naming the row
 * Memory O(N K + B (K + D)) beside its input.
 */
export function gradientMetric(parts: GradientParts): GradientMetric {
  const { embeddings, rows, compute, checkpoint } = parts;
  const errors = predictionErrors(parts.probabilities, rows, checkpoint);
  const { columns: d } = embeddings;
  const { columns: k } = errors;
  const squaresOfH = squaredLengths(embeddings, rows, new Float32Array(d), checkpoint);
  const squares = Float64Array.from(squaresOfH, (square, i) => square * dot(errors, i, errors, i));
  const picked = {
    q: new Float32Array(parts.picks * k),
    h: new Float32Array(parts.picks * d),
    squares: new Float32Array(parts.picks),
    count: 0,
  };
  const scratch = new Float32Array(Math.min(BLOCK_ITEMS, rows.length) * d);

  const factors = (errorsOfItems: Float32Array, embeddingsOfItems: Float32Array): Factors => ({
    q: { data: errorsOfItems, shape: [errorsOfItems.length / k, k] },
    h: { data: embeddingsOfItems, shape: [embeddingsOfItems.length / d, d] },
  });

  const space = {
    squares,
    pick(item: number): void {
      const row = rows[item] as number;
      picked.q.set(errors.data.subarray(item * k, (item + 1) * k), picked.count * k);
      for (let j = 0; j < d; j++) picked.h[picked.count * d + j] = -2 * (embeddings.data[row * d + j] as number);
      picked.squares[picked.count] = squares[item] as number;
      picked.count++;
    },
    some(items: Uint32Array): Factors {
      const theirs = items.map((i) => rows[i] as number);
      return factors(copyOfRows(errors, items).data, copyOfRows(embeddings, theirs).data);
    },
    run(start: number, end: number): Factors {
      const h = rowsAt(embeddings, rows.subarray(start, end), scratch);
      return factors(errors.data.subarray(start * k, end * k), h);
    },
    async least(x: Factors, from: number, to: number): Promise<Float32Array> {
      const { least } = await compute.run(leastGraph, {
        ...x,
        pickedQ: { data: picked.q.subarray(from * k, to * k), shape: [to - from, k] },
        pickedH: { data: picked.h.subarray(from * d, to * d), shape: [to - from, d] },
        lengths: { data: picked.squares.subarray(from, to), shape: [1, to - from] },
      });
      return (least as Tensor).data;
    },
    products: async (x: Factors) => ((await compute.run(mutualGraph, x)).products as Tensor).data,
  };
  return { ...productMetric(space, checkpoint), squares };
}

type Factors = Readonly<Record<'q' | 'h', Tensor>>;
