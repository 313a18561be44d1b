type Estimate = { readonly value: number; readonly low: number; readonly high: number } | null;

/** `93.2 % (88.1 to 96.4)`, for shares; the interval is one of 95 %. */
export function formatShare(estimate: Estimate): string {
  if (estimate === null) return 'unknown yet';
  return `${percent(estimate.value)} % (${percent(estimate.low)} to ${percent(estimate.high)})`;
}

/** `0.71 (0.60 to 0.82)`, for what is no share. */
export function formatEstimate(estimate: Estimate, digits = 2): string {
  if (estimate === null) return 'unknown yet';
  const { value, low, high } = estimate;
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

function percent(value: number): string {
  return (100 * value).toFixed(1);
}
