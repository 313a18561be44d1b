import { type Compute, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { dot } from '../maths/dot.ts';
import { predictionErrors } from '../maths/prediction-errors.ts';
import type { Metric } from './plus-plus.ts';
import { rowsAt, squaredLengths } from './points.ts';
import { slices, sound } from './rounding.ts';

/** Rows and picks that a product takes at once: small enough for the cache. */
const BLOCK_ROWS = 4096;
const PICKS_AT_ONCE = 128;
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
  const scratch = new Float32Array(Math.min(BLOCK_ROWS, rows.length) * d);

  /** Lowers `out` to the squared distances of some rows to some picks. */
  async function lower(out: Float32Array, x: Factors, items: Uint32Array, [from, to]: [number, number]): Promise<void> {
    checkpoint();
    const { least } = await compute.run(leastGraph, {
      ...x,
      pickedQ: { data: picked.q.subarray(from * k, to * k), shape: [to - from, k] },
      pickedH: { data: picked.h.subarray(from * d, to * d), shape: [to - from, d] },
      lengths: { data: picked.squares.subarray(from, to), shape: [1, to - from] },
    });
    const { data } = least as Tensor;
    for (let at = 0; at < out.length; at++) {
      const square = squares[items[at] as number] as number;
      out[at] = Math.min(out[at] as number, sound((data[at] as number) + square, 2 * square));
    }
  }

  function factors(items: Uint32Array): Factors {
    const errorsOfItems = new Float32Array(items.length * k);
    const embeddingsOfItems = new Float32Array(items.length * d);
    for (const [at, i] of items.entries()) {
      const row = rows[i] as number;
      errorsOfItems.set(errors.data.subarray(i * k, (i + 1) * k), at * k);
      embeddingsOfItems.set(embeddings.data.subarray(row * d, (row + 1) * d), at * d);
    }
    return {
      q: { data: errorsOfItems, shape: [items.length, k] },
      h: { data: embeddingsOfItems, shape: [items.length, d] },
    };
  }

  return {
    size: rows.length,
    squares,
    pick(item) {
      const row = rows[item] as number;
      picked.q.set(errors.data.subarray(item * k, (item + 1) * k), picked.count * k);
      for (let j = 0; j < d; j++) picked.h[picked.count * d + j] = -2 * (embeddings.data[row * d + j] as number);
      picked.squares[picked.count] = squares[item] as number;
      picked.count++;
    },
    async least(items, from, to) {
      const out = new Float32Array(items.length).fill(Number.POSITIVE_INFINITY);
      const x = factors(items);
      for (const slice of slices(from, to, 4 * PICKS_AT_ONCE)) await lower(out, x, items, slice);
      return out;
    },
    async leastOfAll(from, to) {
      const out = new Float32Array(rows.length).fill(Number.POSITIVE_INFINITY);
      for (const [start, end] of slices(0, rows.length, BLOCK_ROWS)) {
        const items = Uint32Array.from({ length: end - start }, (_, at) => start + at);
        const x = {
          q: { data: errors.data.subarray(start * k, end * k), shape: [end - start, k] },
          h: { data: rowsAt(embeddings, rows.subarray(start, end), scratch), shape: [end - start, d] },
        };
        for (const slice of slices(from, to, PICKS_AT_ONCE)) await lower(out.subarray(start, end), x, items, slice);
      }
      return out;
    },
    async mutual(items) {
      const result = await compute.run(mutualGraph, factors(items));
      const { data } = result.products as Tensor;
      return data.map((product, at) => {
        const i = items[Math.floor(at / items.length)] as number;
        const j = items[at % items.length] as number;
        const sum = (squares[i] as number) + (squares[j] as number);
        return sound(sum - 2 * product, sum);
      });
    },
  };
}

type Factors = Readonly<Record<'q' | 'h', Tensor>>;
