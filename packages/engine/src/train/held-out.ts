import { mix } from '@alaas/core';

/**
 * Says of a row whether its label is held out, not learnt from, so that a head can be calibrated on it: always the same
 * rows for a seed, whatever else is labelled.
 *
 * @param share from 0 to 1
 */
export function heldOutBy(seed: number, share: number): (row: number) => boolean {
  const salt = mix(seed, 0xca11);
  return (row) => mix(salt, row) / 2 ** 32 < share;
}
