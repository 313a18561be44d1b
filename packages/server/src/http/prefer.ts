/** Whether the client would rather have a job at once than wait for the answer: `respond-async` (RFC 7240). */
export function wantsJob(prefer: string | string[] | undefined): boolean {
  const text = Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '');
  return /(?:^|,)\s*respond-async\s*(?:$|[,;])/i.test(text);
}

/** Longest time, in seconds, that a request is held. */
export const maxWaitSeconds = 600;

/**
 * Seconds that the client is ready to wait, from a `Prefer` header (RFC 7240): `wait=30`. More than
 * {@link maxWaitSeconds} counts as that; 0 where it says nothing that can be read.
 */
export function waitSeconds(prefer: string | string[] | undefined): number {
  const text = Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '');
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:$|[,;])/i.exec(text)?.[1];
  return seconds === undefined ? 0 : Math.min(Number(seconds), maxWaitSeconds);
}
