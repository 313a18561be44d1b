import type { Random } from '@alaas/core';

/** At most `most` of the rows, drawn at random without replacement, ascending; all of them where there are no more. */
export function sampleRows(rows: Uint32Array, most: number, random: Random): Uint32Array {
  if (rows.length <= most) return rows;
  const shuffled = rows.slice();
  for (let i = 0; i < most; i++) {
    const j = i + random.below(shuffled.length - i);
    const other = shuffled[j] as number;
    shuffled[j] = shuffled[i] as number;
    shuffled[i] = other;
  }
  return shuffled.slice(0, most).sort();
}
