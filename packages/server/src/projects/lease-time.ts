import { quantile } from '@alaas/core';

const minuteMs = 60_000;
const shortestMs = 2 * minuteMs;
/** With nothing measured yet. */
const unknownMs = 10 * minuteMs;

/** No lease ends later than this from now, whatever the clock did. */
export const longestLeaseMs = 60 * minuteMs;

/** Answers from whose lead times the length of a lease follows. */
export const leaseAnswers = 100;

/**
 * How long a lease lasts: three times the median lead time, so that hardly anybody loses one while they think, and the
 * record of somebody who left is soon free.
 *
 * @param leadTimesMs of the project's last answers
 * @returns milliseconds, from two minutes to an hour
 */
export function leaseMs(leadTimesMs: readonly number[]): number {
  if (leadTimesMs.length === 0) return unknownMs;
  const median = quantile(Float64Array.from(leadTimesMs).sort(), 0.5);
  return Math.round(Math.min(longestLeaseMs, Math.max(shortestMs, 3 * median)));
}

/** Whether a lease holds its record. One that ends later than any could is of a clock that was ahead. */
export function isLive(lease: { readonly expires_at: number }, now: number): boolean {
  return lease.expires_at > now && lease.expires_at <= now + longestLeaseMs;
}
