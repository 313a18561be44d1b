/** Weights that change one by one, from which items are drawn in proportion: O(log N) for either. */
export class SumTree {
  /** A binary heap of sums: the root at 1, the leaves from #leaves on. */
  readonly #sums: Float64Array;
  readonly #leaves: number;

  constructor(size: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, size)));
    this.#sums = new Float64Array(2 * this.#leaves);
  }

  get total(): number {
    return this.#sums[1] as number;
  }

  weight(item: number): number {
    return this.#sums[this.#leaves + item] as number;
  }

  /** Sets all weights at once, each at least 0. O(N). */
  fill(weightOf: (item: number) => number, size: number): void {
    const sums = this.#sums;
    for (let item = 0; item < size; item++) sums[this.#leaves + item] = weightOf(item);
    for (let at = this.#leaves - 1; at > 0; at--) sums[at] = (sums[2 * at] as number) + (sums[2 * at + 1] as number);
  }

  /** @param weight at least 0 */
  set(item: number, weight: number): void {
    const sums = this.#sums;
    let at = this.#leaves + item;
    sums[at] = weight;
    // sums are taken anew, so that rounding never piles up
    for (at >>= 1; at > 0; at >>= 1) sums[at] = (sums[2 * at] as number) + (sums[2 * at + 1] as number);
  }

  /**
   * An item drawn in proportion to its weight, never one of weight 0 while the total is above 0.
   *
   * @param u uniform in [0, 1)
   */
  draw(u: number): number {
    const sums = this.#sums;
    let rest = u * this.total;
    let at = 1;
    while (at < this.#leaves) {
      const left = sums[2 * at] as number;
      // rounding may leave a rest that no right side is there to take
      if (rest < left || !((sums[2 * at + 1] as number) > 0)) at = 2 * at;
      else {
        rest -= left;
        at = 2 * at + 1;
      }
    }
    return at - this.#leaves;
  }
}
