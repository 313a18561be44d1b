import { AlaasError, isAlaasError } from '@alaas/core';

/** Why an aborted signal ended the work: its own reason if that is an AlaasError, else `CANCELLED`. */
export function cancellation(signal: AbortSignal): AlaasError {
  const reason: unknown = signal.reason;
  if (isAlaasError(reason)) return reason;
  return new AlaasError('CANCELLED', 'The work was cancelled before it finished.', { cause: reason });
}

/** @throws AlaasError `CANCELLED` when the signal is aborted */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancellation(signal);
}
