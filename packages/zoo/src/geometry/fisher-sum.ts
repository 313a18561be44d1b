import { type Compute, graph, type Matrix, ops, type Tensor } from '@alaas/core';
import { blockRows } from './block-rows.ts';
import type { FisherFactors } from './fisher-factors.ts';
import { rowsAt } from './points.ts';
import { slices } from './rounding.ts';

const MOST_ROWS = 2048;
const ROWS_BETWEEN_CHECKS = 256;

const h = ops.input('h', ['rows', 'd']);
const weights = ops.input('weights', ['rows', 1]);
const blockGraph = graph({ sum: ops.matMul(ops.mul(h, weights), h, { transposeA: true }) });

/**
 * Sum of the Fisher information A (x) h h' of some rows: [k D x k D], class by class.
 *
 * @param rows ascending; row i of the factors belongs to rows[i]
 * O(rows k^2 D^2) time.
 */
export async function fisherSum(
  embeddings: Matrix,
  rows: Uint32Array,
  factors: FisherFactors,
  { compute, checkpoint }: { readonly compute: Compute; readonly checkpoint: () => void },
): Promise<Float64Array> {
  const { k } = factors;
  const { columns: d } = embeddings;
  const width = k * d;
  const sum = new Float64Array(width * width);
  const size = blockRows(d ** 2, { most: MOST_ROWS });
  const scratch = new Float32Array(Math.min(size, rows.length) * d);
  for (const [start, end] of slices(0, rows.length, size)) {
    const block = { data: rowsAt(embeddings, rows.subarray(start, end), scratch), shape: [end - start, d] };
    for (let c = 0; c < k; c++) {
      for (let e = 0; e <= c; e++) {
        checkpoint();
        const own = Float32Array.from({ length: end - start }, (_, i) => factors.entry(start + i, c, e));
        const result = await compute.run(blockGraph, { h: block, weights: { data: own, shape: [end - start, 1] } });
        const { data } = result.sum as Tensor;
        for (let i = 0, from = 0; i < d; i++) {
          const to = (c * d + i) * width + e * d;
          for (let j = 0; j < d; j++, from++) sum[to + j] = (sum[to + j] as number) + (data[from] as number);
        }
      }
    }
  }
  for (let i = 0; i < width; i++) {
    if (i % ROWS_BETWEEN_CHECKS === 0) checkpoint();
    for (let j = 0; j < i; j++) sum[j * width + i] = sum[i * width + j] as number;
  }
  return sum;
}
