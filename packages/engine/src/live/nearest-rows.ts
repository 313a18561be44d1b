import { type Matrix, rowsOf } from '@alaas/core';

/**
 * The `count` rows nearest to one by cosine, the nearest first, the lower row number first among equals; the row itself is
 * not among them. A row of zeros is similar to nothing: 0.
 *
 * @param among rows to look at
 * @returns similarities in [-1, 1]. O(among D).
 */
export function nearestRows(
  rows: Matrix,
  row: number,
  { among, count }: { readonly among: Uint32Array; readonly count: number },
): { row: number; similarity: number }[] {
  const own = rowsOf(rows, row, row + 1).data;
  const ownLength = Math.sqrt(product(own, own));
  const found = [...new Set(among)].filter((other) => other !== row);
  return found
    .map((other) => {
      const data = rowsOf(rows, other, other + 1).data;
      const lengths = ownLength * Math.sqrt(product(data, data));
      const similarity = lengths === 0 ? 0 : Math.min(1, Math.max(-1, product(own, data) / lengths));
      return { row: other, similarity };
    })
    .sort((a, b) => b.similarity - a.similarity || a.row - b.row)
    .slice(0, count);
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
