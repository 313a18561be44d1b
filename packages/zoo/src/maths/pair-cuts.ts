import type { Committee, Matrix } from '@alaas/core';
import { type MemberPairs, PairGaps } from './differing-pairs.ts';

/** Numbers that are kept for items whose gain is computed again and again, at most: 128 MB. */
export const KEPT_NUMBERS = 16_000_000;

/**
 * How much of the likelihoods of pairs of members a set of items leaves, for each member whose labels they may get.
 * Members are independent given their weights, so what is left is a product over the items: no configuration of labels
 * is ever listed.
 */
export class PairCuts {
  /** Numbers of one item: M pairs. */
  readonly #width: number;
  readonly #committee: Committee;
  readonly #pairs: MemberPairs;
  readonly #rows: Uint32Array;
  readonly #gaps: PairGaps;
  /** [M x pairs], products over the chosen items */
  readonly #left: Float64Array;
  /** [rows x width] where that is little enough, else one item's */
  readonly #cuts: Float64Array;
  readonly #isKept: Uint8Array;

  /** @param rows rows of the committee; items are positions among them */
  constructor(committee: Committee, pairs: MemberPairs, rows: Uint32Array) {
    this.#width = committee.members * pairs.differing.length;
    this.#committee = committee;
    this.#pairs = pairs;
    this.#rows = rows;
    this.#gaps = new PairGaps(committee, pairs);
    this.#left = new Float64Array(this.#width).fill(1);
    const all = rows.length * this.#width;
    this.#cuts = new Float64Array(all <= KEPT_NUMBERS ? all : this.#width);
    this.#isKept = new Uint8Array(all <= KEPT_NUMBERS ? rows.length : 0);
  }

  /** a(S + x) - a(S), in [0, 1]; never more than it was before more items were chosen. O(M pairs), at first also K times. */
  gain(item: number): number {
    const start = this.#read(item);
    let sum = 0;
    for (let i = 0; i < this.#width; i++) sum += (this.#left[i] as number) * (this.#cuts[start + i] as number);
    return this.#pairs.total === 0 ? 0 : sum / (this.#pairs.total * this.#committee.members);
  }

  choose(item: number): void {
    const start = this.#read(item);
    for (let i = 0; i < this.#width; i++) {
      this.#left[i] = (this.#left[i] as number) * Math.max(0, 1 - (this.#cuts[start + i] as number));
    }
  }

  /** [items x M pairs]: their inner products are in proportion to a(x) + a(z) - a(x, z). */
  vectors(items: Uint32Array): Matrix {
    const columns = Math.max(1, this.#width);
    const data = new Float32Array(items.length * columns);
    for (const [at, item] of items.entries()) {
      const start = this.#read(item);
      data.set(this.#cuts.subarray(start, start + this.#width), at * columns);
    }
    return { data, rows: items.length, columns };
  }

  /** Where the item's 1 - sum_y p^m(y) l(w_k, y) l(v_k, y) begin, each in [0, 1]. */
  #read(item: number): number {
    const out = this.#isKept.length === 0 ? 0 : item * this.#width;
    if (this.#isKept[item] === 1) return out;
    const { data, members, rows, columns } = this.#committee;
    const row = this.#rows[item] as number;
    this.#gaps.read(row);
    const gaps = this.#gaps.values;
    for (let m = 0, i = out; m < members; m++) {
      const start = (m * rows + row) * columns;
      for (let at = 0; at < gaps.length; i++) {
        let cut = 0;
        for (let k = 0; k < columns; k++, at++) cut += (data[start + k] as number) * (gaps[at] as number);
        this.#cuts[i] = cut;
      }
    }
    if (this.#isKept.length > 0) this.#isKept[item] = 1;
    return out;
  }
}
