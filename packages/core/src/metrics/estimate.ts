/** A measured number and the interval that holds the true one 95 times in 100. `low <= value <= high`. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** `value` with an interval, widened if need be so that it holds the value, and cut to [0, 1], where shares live. */
export function shareEstimate(value: number, low: number, high: number): Estimate {
  return { value, low: Math.max(0, Math.min(low, value)), high: Math.min(1, Math.max(high, value)) };
}
