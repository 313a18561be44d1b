import type { Random } from '@alaas/core';

const STEP = 65_536;

/**
 * The first `count` of the rows in random order; every such list is equally likely.
 *
 * @returns a new array of `count` rows; Fisher & Yates 1938. O(rows)
 */
export function shuffled(rows: Uint32Array, count: number, random: Random, checkpoint: () => void): Uint32Array {
  const out = rows.slice();
  for (let i = 0; i < count; i++) {
    if (i % STEP === 0) checkpoint();
    const j = i + random.below(out.length - i);
    const row = out[i] as number;
    out[i] = out[j] as number;
    out[j] = row;
  }
  return out.subarray(0, count);
}
