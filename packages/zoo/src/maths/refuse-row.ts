import { AlaasError, type SignalName } from '@alaas/core';

/**
 * The error for a row of the pool whose numbers cannot be used.
 *
 * @returns `INVALID_EMBEDDINGS` for embeddings, else `INVALID_PROBABILITIES`, to be thrown
 */
export function refuseRow(signal: SignalName, row: number): AlaasError {
  const code = signal === 'embeddings' ? 'INVALID_EMBEDDINGS' : 'INVALID_PROBABILITIES';
  return new AlaasError(
    code,
    `The ${signal} of row ${row} are not finite numbers; leave the row out or compute it anew.`,
  );
}
