import type { Matrix } from '@alaas/core';

/**
 * Inner product of a row of one matrix and a row of another of the same width, in float64. Four sums at once, since each
 * addition would else wait for the one before.
 */
export function dot(a: Matrix, rowA: number, b: Matrix, rowB: number): number {
  const { columns } = a;
  let i = rowA * columns;
  let j = rowB * columns;
  const end = i + columns;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (; i + 3 < end; i += 4, j += 4) {
    s0 += (a.data[i] as number) * (b.data[j] as number);
    s1 += (a.data[i + 1] as number) * (b.data[j + 1] as number);
    s2 += (a.data[i + 2] as number) * (b.data[j + 2] as number);
    s3 += (a.data[i + 3] as number) * (b.data[j + 3] as number);
  }
  for (; i < end; i++, j++) s0 += (a.data[i] as number) * (b.data[j] as number);
  return s0 + s1 + (s2 + s3);
}
