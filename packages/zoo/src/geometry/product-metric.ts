import type { Metric } from './plus-plus.ts';
import { slices, sound } from './rounding.ts';

/** Items and picks that a product takes at once: small enough for the cache. */
export const BLOCK_ITEMS = 4096;
const PICKS_AT_ONCE = 128;

/** A space in which distances come from products, as |a|^2 + |b|^2 - 2ab; `X` holds some of its items. */
export interface ProductSpace<X> {
  /** Squared length of each item. */
  readonly squares: Float32Array | Float64Array;
  /** Appends an item to the picks. */
  pick(item: number): void;
  /** Any items. */
  some(items: Uint32Array): X;
  /** The items from `start` to `end` (exclusive), at most {@link BLOCK_ITEMS}; good until the next call. */
  run(start: number, end: number): X;
  /** Least of |b|^2 - 2ab over the picks b from `from` to `to` (exclusive), for each a. */
  least(x: X, from: number, to: number): Promise<Float32Array>;
  /** Product of every two: [items x items]. */
  products(x: X): Promise<Float32Array>;
}

/** The squared distances of a space; what is rounding alone counts as 0. */
export function productMetric<X>(space: ProductSpace<X>, checkpoint: () => void): Metric {
  const { squares } = space;
  const { length: size } = squares;

  /** Lowers `out` to the squared distances of the items of `x` to some picks. */
  async function lower(
    out: Float32Array,
    x: X,
    itemAt: (at: number) => number,
    picks: [number, number],
  ): Promise<void> {
    checkpoint();
    const least = await space.least(x, ...picks);
    for (let at = 0; at < out.length; at++) {
      const square = squares[itemAt(at)] as number;
      out[at] = Math.min(out[at] as number, sound((least[at] as number) + square, 2 * square));
    }
  }

  return {
    size,
    pick: (item) => space.pick(item),
    async least(items, from, to) {
      const out = new Float32Array(items.length).fill(Number.POSITIVE_INFINITY);
      const x = space.some(items);
      for (const picks of slices(from, to, 4 * PICKS_AT_ONCE)) await lower(out, x, (at) => items[at] as number, picks);
      return out;
    },
    async leastOfAll(from, to) {
      const out = new Float32Array(size).fill(Number.POSITIVE_INFINITY);
      for (const [start, end] of slices(0, size, BLOCK_ITEMS)) {
        const x = space.run(start, end);
        const block = out.subarray(start, end);
        for (const picks of slices(from, to, PICKS_AT_ONCE)) await lower(block, x, (at) => start + at, picks);
      }
      return out;
    },
    async mutual(items) {
      const products = await space.products(space.some(items));
      return products.map((product, at) => {
        const i = items[Math.floor(at / items.length)] as number;
        const j = items[at % items.length] as number;
        const sum = (squares[i] as number) + (squares[j] as number);
        return sound(sum - 2 * product, sum);
      });
    },
  };
}
