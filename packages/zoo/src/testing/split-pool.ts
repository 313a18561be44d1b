import { createRandom, type Part, parseOptions, type SignalName, type Splitter, type WholePool } from '@alaas/core';
import { evaluate } from './evaluate.ts';

/** What a splitter makes of a pool, as plain lists. */
export async function splitPool(
  splitter: Splitter,
  pool: WholePool<SignalName>,
  n: number,
  { options = {}, seed = 1 }: { options?: Record<string, unknown>; seed?: number } = {},
): Promise<{ candidates: number[]; n: number }[]> {
  const parts: readonly Part[] = await splitter.split(pool, {
    n,
    options: parseOptions(splitter, options),
    random: createRandom(seed),
    compute: evaluate,
    checkpoint: () => undefined,
  });
  return parts.map((part) => ({ candidates: [...part.candidates], n: part.n }));
}
