import { type Random, type Selection, TopB } from '@alaas/core';

/**
 * The n candidates of highest utility, best first; among equals in random order.
 *
 * @param utilities one per candidate
 */
export function bestRows(
  utilities: Float64Array,
  candidates: Uint32Array,
  { n, random }: { readonly n: number; readonly random: Random },
): Selection {
  const best = new TopB(n, random.below(2 ** 32));
  best.offer(utilities, (i) => candidates[i] as number);
  const ranking = best.ranking();
  return { rows: Uint32Array.from(ranking.rows), utilities: ranking.utilities };
}
