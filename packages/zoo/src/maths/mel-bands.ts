/** Overlapping triangles over the frequencies of a spectrum, evenly spaced in mel. */
export interface MelBands {
  /** Of each band: the first place of the spectrum it covers, and the weights from there on. */
  readonly bands: readonly { readonly first: number; readonly weights: Float64Array }[];
}

/** Mel of a frequency in Hz: 2595 log10(1 + f / 700). O'Shaughnessy 1987. */
export function melOf(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}

function hertzOf(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}

/** Frequencies in Hz of the corners of `count` triangles: each goes from corner b over b + 1 to b + 2. */
export function melCorners(count: number, low: number, high: number): Float64Array {
  const [from, to] = [melOf(low), melOf(high)];
  return Float64Array.from({ length: count + 2 }, (_, i) => hertzOf(from + ((to - from) * i) / (count + 1)));
}

/**
 * @param options.length of the transform; @param options.rate samples per second; @param options.low,
 *   @param options.high in Hz
 */
export function melBands(
  count: number,
  { length, rate, low, high }: { length: number; rate: number; low: number; high: number },
): MelBands {
  const corners = melCorners(count, low, high);
  const width = rate / length;
  const bands = Array.from({ length: count }, (_, b) => {
    const [left, top, right] = [corners[b] as number, corners[b + 1] as number, corners[b + 2] as number];
    const first = Math.max(0, Math.ceil(left / width));
    const last = Math.min(length / 2, Math.floor(right / width));
    const weights = Float64Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => {
      const hertz = (first + i) * width;
      return Math.max(0, Math.min((hertz - left) / (top - left), (right - hertz) / (right - top)));
    });
    // narrower than the spectrum's steps: the nearest one stands for it
    if (weights.every((weight) => weight === 0)) return { first: Math.round(top / width), weights: Float64Array.of(1) };
    return { first, weights };
  });
  return { bands };
}
