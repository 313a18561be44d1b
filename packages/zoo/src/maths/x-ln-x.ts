/** Sign, exponent and the first 8 bits of the mantissa say which bucket a float32 value is in: each is 2^-8 wide. */
const SHIFT = 15;
const SIGN_BUCKET = 1 << (31 - SHIFT);
/** Rounding to float32 may carry a value over the edge of its bucket, by this much of it. */
const ROUNDING = 2 ** -23;

interface LargestTerms {
  /** The largest x ln x in each bucket; NaN for values that are no probabilities. */
  readonly positive: Float32Array;
  /** The largest -x ln x in each bucket; NaN for values that are no probabilities. */
  readonly negative: Float32Array;
  /** A value's bucket is its 32 bits, shifted right by this without sign. */
  readonly shift: number;
}

let cached: LargestTerms | undefined;

/**
 * Bounds of x ln x from above by a look at the bits of a float32, several times cheaper than a logarithm: no less than
 * the true term, and above it by at most x (|ln x| + 1) / 128. Built when first asked for.
 */
export function largestTerms(): LargestTerms {
  cached ??= build();
  return cached;
}

function build(): LargestTerms {
  const positive = new Float32Array(2 * SIGN_BUCKET).fill(Number.NaN);
  const negative = positive.slice();
  const edges = new Float32Array(Int32Array.from({ length: SIGN_BUCKET + 1 }, (_, bucket) => bucket << SHIFT).buffer);
  // up to 2: rows may sum to a little more than 1
  for (let bucket = 0; (edges[bucket] as number) < 2; bucket++) {
    const low = (edges[bucket] as number) * (1 - ROUNDING);
    const high = (edges[bucket + 1] as number) * (1 + ROUNDING);
    // x ln x falls until 1/e and then rises
    const least = low < 1 / Math.E && high > 1 / Math.E ? -1 / Math.E : Math.min(term(low), term(high));
    positive[bucket] = above(Math.max(term(low), term(high)));
    negative[bucket] = above(-least);
  }
  // minus zero, and the least negative numbers, which the boundary has refused
  positive[SIGN_BUCKET] = positive[0] as number;
  negative[SIGN_BUCKET] = negative[0] as number;
  return { positive, negative, shift: SHIFT };
}

function term(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
}

/** A float32 value no less than `value`. */
function above(value: number): number {
  return value + Math.abs(value) * 2 * ROUNDING;
}
