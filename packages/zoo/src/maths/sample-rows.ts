import type { Random } from '@alaas/core';

/**
 * Some of the rows, drawn uniformly without replacement; all of them where there are no more.
 *
 * @returns ascending, where `rows` are
 */
export function sampleRows(rows: Uint32Array, count: number, random: Random): Uint32Array {
  if (count >= rows.length) return rows.slice();
  // Floyd's algorithm: memory for what is drawn alone. Bentley & Floyd 1987
  const drawn = new Set<number>();
  for (let last = rows.length - count; last < rows.length; last++) {
    const place = random.below(last + 1);
    drawn.add(drawn.has(place) ? last : place);
  }
  return Uint32Array.from(drawn)
    .sort()
    .map((place) => rows[place] as number);
}
