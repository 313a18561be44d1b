import { type Random, shuffled } from '@alaas/core';

/** At most `most` of the rows, drawn at random without replacement, ascending; all of them where there are no more. */
export function sampleRows(rows: Uint32Array, most: number, random: Random): Uint32Array {
  return rows.length <= most ? rows : shuffled(rows, most, random).sort();
}
