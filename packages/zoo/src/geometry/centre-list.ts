import { type Compute, graph, type Matrix, ops } from '@alaas/core';
import { copyRow } from './points.ts';

/** Least of |c|^2 - 2 x c over the centres, for every x: the squared distance to the nearest one, less |x|^2. */
const x = ops.input('x', ['rows', 'd']);
const origin = ops.input('origin', [1, 'd']);
const c = ops.input('c', ['centres', 'd']);
const lengths = ops.input('lengths', [1, 'centres']);
const leastGraph = graph({
  least: ops.reduceMin(ops.add(ops.matMul(ops.sub(x, origin), c, { transposeB: true }), lengths), 1),
});

/** Centres in the form in which products take them: seen from an origin and multiplied by -2, with their squared lengths. */
export class CentreList {
  readonly #rows: Float32Array;
  readonly #lengths: Float32Array;
  readonly #origin: Float32Array;
  readonly capacity: number;
  length = 0;

  constructor(capacity: number, origin: Float32Array) {
    this.capacity = capacity;
    this.#origin = origin;
    this.#rows = new Float32Array(capacity * origin.length);
    this.#lengths = new Float32Array(capacity);
  }

  /** @param squaredLength as seen from the origin */
  add(embeddings: Matrix, row: number, squaredLength: number): void {
    copyRow(embeddings, row, this.#origin, { out: this.#rows, at: this.length, scale: -2 });
    this.#lengths[this.length] = squaredLength;
    this.length++;
  }

  clear(): void {
    this.length = 0;
  }

  /**
   * Squared distance of each row of `points` to the nearest of the centres `from` to `to` (exclusive), less the row's own
   * squared length.
   *
   * @param points [rows x D], as they are in the pool
   * @returns [rows]
   */
  async least(compute: Compute, points: Float32Array, from: number, to: number): Promise<Float32Array> {
    const d = this.#origin.length;
    const { least } = await compute.run(leastGraph, {
      x: { data: points, shape: [points.length / d, d] },
      origin: { data: this.#origin, shape: [1, d] },
      c: { data: this.#rows.subarray(from * d, to * d), shape: [to - from, d] },
      lengths: { data: this.#lengths.subarray(from, to), shape: [1, to - from] },
    });
    return (least as { data: Float32Array }).data;
  }
}
