/**
 * The value below which a share of the sorted numbers lies, interpolated between neighbours (Hyndman & Fan 1996, type 7).
 *
 * @param sorted ascending, at least one number
 * @param share in [0, 1]
 * @throws RangeError when there is no number: a bug of the caller
 */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) throw new RangeError('No number has no quantile.');
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  // neighbours may be infinite, and 0 times infinity is not a number
  return high === low || place === below ? low : low + (place - below) * (high - low);
}
