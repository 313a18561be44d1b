import type { Matrix } from '@alaas/core';

/** What a linear head says about single embeddings before the softmax: w_c h + b_c for each class, in float64. */
export class HeadLogits {
  readonly #columns: number;
  /** [K x (D + 1)] and [D], in float64: conversions would take longer than the products. */
  readonly #weights: Float64Array;
  readonly #embedding: Float64Array;

  /** @param head [K x (D + 1)]: weights of each class, then its bias */
  constructor({ data, columns }: Matrix) {
    this.#columns = columns;
    this.#weights = Float64Array.from(data);
    this.#embedding = new Float64Array(columns - 1);
  }

  /** @param embeddings [N x D]; @param out [K], written */
  read({ data, columns: d }: Matrix, row: number, out: Float64Array): void {
    const h = this.#embedding;
    h.set(data.subarray(row * d, (row + 1) * d));
    const w = this.#weights;
    const step = this.#columns;
    let c = 0;
    // four classes at once: each number of the embedding is loaded once, and no sum waits for another
    for (let start = 0; c + 3 < out.length; c += 4, start += 4 * step) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let i = 0, j = start; i < d; i++, j++) {
        const x = h[i] as number;
        s0 += x * (w[j] as number);
        s1 += x * (w[j + step] as number);
        s2 += x * (w[j + 2 * step] as number);
        s3 += x * (w[j + 3 * step] as number);
      }
      const bias = start + d;
      out[c] = s0 + (w[bias] as number);
      out[c + 1] = s1 + (w[bias + step] as number);
      out[c + 2] = s2 + (w[bias + 2 * step] as number);
      out[c + 3] = s3 + (w[bias + 3 * step] as number);
    }
    for (; c < out.length; c++) {
      let sum = 0;
      for (let i = 0, j = c * step; i < d; i++, j++) sum += (h[i] as number) * (w[j] as number);
      out[c] = sum + (w[c * step + d] as number);
    }
  }
}
