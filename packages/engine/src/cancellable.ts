import { AlaasError } from '@alaas/core';

/** @throws AlaasError `CANCELLED` */
export function checkNotCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AlaasError('CANCELLED', 'The work was cancelled before it finished.');
}

/** Waits for somebody else's work, whatever becomes of it, unless this caller gives up first. */
export async function cancellable(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  checkNotCancelled(signal);
  const given = Promise.withResolvers<void>();
  const stop = (): void => given.resolve();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([Promise.allSettled([work]), given.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  checkNotCancelled(signal);
}
