import type { Random } from '@alaas/core';

/**
 * At most so many of the numbers 0 to `size` (exclusive), drawn uniformly without replacement.
 *
 * @returns [min(size, most)], ascending
 */
export function sampleOf(size: number, most: number, random: Random): Uint32Array {
  const all = Uint32Array.from({ length: size }, (_, i) => i);
  if (size <= most) return all;
  return shuffled(all, most, random).subarray(0, most).sort();
}

/** The list with a uniform draw without replacement in its first `count` places, in the order of drawing; in place. */
export function shuffled(list: Uint32Array, count: number, random: Random): Uint32Array {
  for (let i = 0; i < count; i++) {
    const j = i + random.below(list.length - i);
    const held = list[i] as number;
    list[i] = list[j] as number;
    list[j] = held;
  }
  return list;
}
