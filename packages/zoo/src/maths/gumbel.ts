import { mixer } from '@alaas/core';

/** Turns the seed of one hash into that of another one. */
const SECOND = 0x6a09e667;

/**
 * Standard Gumbel numbers: the one of a row follows from the seed and the row alone, from a hash of 52 bits. The B rows of
 * largest ln w + Gumbel are a sample without replacement in proportion to w (Gumbel 1954; Vieira 2014).
 *
 * @param seed unsigned 32-bit
 * @returns for row numbers from 0, each in [-3.7, 36.8]
 */
export function gumbels(seed: number): (row: number) => number {
  const high = mixer(seed);
  const low = mixer((seed ^ SECOND) >>> 0);
  return (row) => {
    // the middles of 2^52 steps between 0 and 1: neither end, of which the logarithm has none
    const uniform = (high(row) * 2 ** 20 + (low(row) >>> 12) + 0.5) / 2 ** 52;
    return -Math.log(-Math.log1p(-uniform));
  };
}
