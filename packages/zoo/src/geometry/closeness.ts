import { type Compute, graph, ops, type Tensor } from '@alaas/core';
import type { Points } from './unit-points.ts';

const x = ops.input('x', ['rows', 'd']);
const y = ops.input('y', ['columns', 'd']);
/** -|y|^2 / 2 */
const halves = ops.input('halves', [1, 'columns']);
/** x y - |y|^2 / 2, for programs that reduce it: [rows x columns] of the inputs `x`, `y` and `halves`. */
export const closenessOf = ops.add(ops.matMul(x, y, { transposeB: true }), halves);
const productGraph = graph({ products: closenessOf });

/**
 * x y - |y|^2 / 2 of some rows with the points `from` to `to` (exclusive), row by row: the larger, the closer, since
 * |x - y|^2 < r^2 exactly where it is above (|x|^2 - r^2) / 2.
 *
 * @param rows [rows x D], seen from where the points are seen from
 */
export async function closeness(
  rows: Float32Array,
  { seen, squares }: Points,
  [from, to]: readonly [number, number],
  compute: Compute,
): Promise<Float32Array> {
  const d = seen.columns;
  const result = await compute.run(productGraph, {
    x: { data: rows, shape: [rows.length / d, d] },
    y: { data: seen.data.subarray(from * d, to * d), shape: [to - from, d] },
    halves: { data: squares.subarray(from, to).map((square) => -square / 2), shape: [1, to - from] },
  });
  return (result.products as Tensor).data;
}

/** What {@link closeness} exceeds exactly for the points less than `radius` from a row of this squared length. */
export function leastCloseness(square: number, radius: number): number {
  return (square - radius * radius) / 2;
}
