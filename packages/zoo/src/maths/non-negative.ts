import { AlaasError } from '@alaas/core';

/** Rows of probabilities may sum to 1 within this, so that a utility of 0 may come out a little below it. */
const ROUNDING = 1e-3;

/**
 * A utility as a number of at least 0, for wrappers that have no other meaning: one down to -0.001 counts as 0. NaN stays
 * NaN, so that the strategy is blamed for it.
 *
 * @param wrapper its id, for the message
 * @throws AlaasError `INVALID_OPTION` for a lower one
 */
export function nonNegative(utility: number, row: number, wrapper: string): number {
  if (utility >= 0 || Number.isNaN(utility)) return utility;
  if (utility >= -ROUNDING) return 0;
  throw new AlaasError(
    'INVALID_OPTION',
    `${wrapper} takes utilities of at least 0, and row ${row} has ${utility}. Leave out the wrapper, use softmax or soft-rank, which take any utility, or choose a strategy whose utilities are never negative.`,
  );
}
