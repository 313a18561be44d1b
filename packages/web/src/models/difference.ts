/** A measured number with the ends of its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How much larger `a` is than `b`, with a 95 % interval from those of the two, taken as independent (MOVER; Zou & Donner 2008).
 * Measurements on the same items rise and fall together: then the interval is wider than it has to be.
 */
export function differenceOf(a: Interval, b: Interval): Interval {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/** Which of the two is larger with 95 % confidence; undefined: it may be either. */
export function surelyLarger({ low, high }: Interval): 'a' | 'b' | undefined {
  if (low > 0) return 'a';
  return high < 0 ? 'b' : undefined;
}
