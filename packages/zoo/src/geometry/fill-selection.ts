import type { Random, Selection } from '@alaas/core';

/**
 * The selection of a strategy that has an order but no utilities: u = n - rank. Where it found fewer than n items worth
 * asking, any others follow in random order.
 *
 * @param chosen positions in `candidates`, best first, distinct, at most n
 */
export function fillSelection(
  chosen: Uint32Array,
  candidates: Uint32Array,
  { n, random }: { readonly n: number; readonly random: Random },
): Selection {
  const rows = new Uint32Array(n);
  for (const [rank, i] of chosen.entries()) rows[rank] = candidates[i] as number;
  if (chosen.length < n) {
    const taken = new Set(chosen);
    const others = candidates.filter((_, i) => !taken.has(i));
    for (let rank = chosen.length, at = 0; rank < n; rank++, at++) {
      const other = at + random.below(others.length - at);
      rows[rank] = others[other] as number;
      others[other] = others[at] as number;
    }
  }
  return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
}
