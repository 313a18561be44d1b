import { createRandom, type Matrix } from '../../packages/core/src/index.ts';
import { kMeans } from '../../packages/zoo/src/geometry/k-means.ts';
import type { Bench } from './row.ts';

/** The sum of squares of the clusters that a strategy with this seed makes: made once more, since it tells rows alone. */
export async function inertiaOf(
  embeddings: Matrix,
  limits: { readonly k: number; readonly seed: number; readonly maxIterations: number; readonly tolerance: number },
  { compute }: Bench,
): Promise<number> {
  const { inertia } = await kMeans({
    embeddings,
    rows: Uint32Array.from({ length: embeddings.rows }, (_, row) => row),
    ...limits,
    random: createRandom(limits.seed),
    compute,
    checkpoint: () => undefined,
  });
  return inertia;
}
