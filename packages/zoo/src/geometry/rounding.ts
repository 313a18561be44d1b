/** Share of the squared lengths below which a squared distance is rounding alone: float32 products of some 1,000 terms. */
const ROUNDING = 1e-6;

/**
 * A squared distance that was expanded as |a|^2 + |b|^2 - 2ab, or 0 where it is rounding alone.
 *
 * @param scale |a|^2 + |b|^2
 */
export function sound(squaredDistance: number, scale: number): number {
  return squaredDistance > rounding(scale) ? squaredDistance : 0;
}

/** How far a squared distance that was expanded may be off, at most. @param scale |a|^2 + |b|^2 */
export function rounding(scale: number): number {
  return ROUNDING * scale;
}

/** Parts of `from` to `to` (exclusive), each of at most `size`. */
export function* slices(from: number, to: number, size: number): Generator<[number, number]> {
  for (let start = from; start < to; start += size) yield [start, Math.min(to, start + size)];
}
