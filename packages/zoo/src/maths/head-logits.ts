import type { Matrix } from '@alaas/core';

/**
 * What a linear head says about one embedding, before the softmax: w_c h + b_c for each class, in float64.
 *
 * @param embeddings [N x D]; @param head [K x (D + 1)]: weights of each class, then its bias; @param out [K], written
 */
export function headLogits(embeddings: Matrix, row: number, head: Matrix, out: Float64Array): void {
  const { data: h, columns: d } = embeddings;
  const { data: w } = head;
  const start = row * d;
  const even = start + (d & ~3);
  for (let c = 0, j = 0; c < out.length; c++) {
    let i = start;
    // four sums at once, since each addition would else wait for the one before
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (; i < even; i += 4, j += 4) {
      s0 += (h[i] as number) * (w[j] as number);
      s1 += (h[i + 1] as number) * (w[j + 1] as number);
      s2 += (h[i + 2] as number) * (w[j + 2] as number);
      s3 += (h[i + 3] as number) * (w[j + 3] as number);
    }
    for (; i < start + d; i++, j++) s0 += (h[i] as number) * (w[j] as number);
    out[c] = s0 + s1 + (s2 + s3) + (w[j++] as number);
  }
}
