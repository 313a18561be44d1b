import { type Compute, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { blockRows } from './block-rows.ts';
import { rowsAt } from './points.ts';
import { slices } from './rounding.ts';

/** Rows of one product at most. */
const MOST_ROWS = 4096;

const q = ops.input('q', ['rows', 'k']);
const h = ops.input('h', ['rows', 'd']);
const target = ops.input('target', ['k', 'd']);
const sumGraph = graph({ sum: ops.matMul(q, h, { transposeA: true }) });
const productGraph = graph({
  product: ops.reduceSum(ops.mul(q, ops.matMul(h, target, { transposeB: true })), 1),
});

/** Gradients that are outer products q h, of which only the two factors are kept. */
export interface GradientParts {
  /** [items x K] */
  readonly errors: Matrix;
  readonly embeddings: Matrix;
  /** Pool row of each item, ascending. */
  readonly rows: Uint32Array;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * Weighted sum of gradients.
 *
 * @param items ascending; @param weights one per item
 * @returns [K x D]
 */
export async function weightedGradientSum(
  parts: GradientParts,
  items: Uint32Array,
  weights: Float64Array,
): Promise<Float64Array> {
  const { errors, embeddings, rows, compute, checkpoint } = parts;
  const [k, d] = [errors.columns, embeddings.columns];
  const total = new Float64Array(k * d);
  const size = blockRows(k * d, { most: MOST_ROWS });
  const scratch = new Float32Array(Math.min(size, items.length) * d);
  for (const [start, end] of slices(0, items.length, size)) {
    checkpoint();
    const block = items.subarray(start, end);
    const scaled = new Float32Array(block.length * k);
    for (const [at, item] of block.entries()) {
      const weight = weights[start + at] as number;
      for (let c = 0; c < k; c++) scaled[at * k + c] = weight * (errors.data[item * k + c] as number);
    }
    const own = rowsAt(
      embeddings,
      block.map((item) => rows[item] as number),
      scratch,
    );
    const { sum } = await compute.run(sumGraph, {
      q: { data: scaled, shape: [block.length, k] },
      h: { data: own, shape: [block.length, d] },
    });
    for (const [at, value] of (sum as Tensor).data.entries()) total[at] = (total[at] as number) + value;
  }
  return total;
}

/** Inner product of every item's gradient with one vector. @param target [K x D]; @returns [items] */
export async function gradientProducts(parts: GradientParts, target: Float64Array): Promise<Float64Array> {
  const { errors, embeddings, rows, compute, checkpoint } = parts;
  const [k, d] = [errors.columns, embeddings.columns];
  const along = { data: Float32Array.from(target), shape: [k, d] };
  const out = new Float64Array(rows.length);
  const size = blockRows(k * d, { most: MOST_ROWS });
  const scratch = new Float32Array(Math.min(size, rows.length) * d);
  for (const [start, end] of slices(0, rows.length, size)) {
    checkpoint();
    const { product } = await compute.run(productGraph, {
      q: { data: errors.data.subarray(start * k, end * k), shape: [end - start, k] },
      h: { data: rowsAt(embeddings, rows.subarray(start, end), scratch), shape: [end - start, d] },
      target: along,
    });
    out.set((product as Tensor).data, start);
  }
  return out;
}
