import { type Compute, type Matrix, type Random, type Selection, TopB } from '@alaas/core';
import { clusterMedoids } from './cluster-medoids.ts';
import { fillSelection } from './fill-selection.ts';
import { kMeans } from './k-means.ts';

/** Some rows that a strategy holds worth asking, of which n are to be as different as can be. */
export interface DiversePick {
  readonly embeddings: Matrix;
  /** Pool rows, ascending. */
  readonly candidates: Uint32Array;
  /** [candidates] how much each is worth. */
  readonly worth: Float64Array;
  /** Candidates of more than this worth are kept. */
  readonly above: number;
  readonly n: number;
  readonly maxIterations: number;
  readonly random: Random;
  readonly compute: Compute;
  readonly checkpoint: () => void;
}

/**
 * The medoids of n clusters of what is kept, largest clusters first; where no more than n are kept, all of them by their
 * worth, and then what is worth most of the rest, equals by the seed. u = n - rank.
 */
export async function diversePick(task: DiversePick): Promise<Selection> {
  const { embeddings, candidates, worth, above, n, maxIterations, random, compute, checkpoint } = task;
  const kept = candidates.filter((_, i) => (worth[i] as number) > above);
  if (kept.length <= n) {
    const best = new TopB(n, random.below(2 ** 32));
    best.offer(worth, (i) => candidates[i] as number);
    const rows = Uint32Array.from(best.ranking().rows);
    return { rows, utilities: Float64Array.from(rows, (_, rank) => n - rank) };
  }
  const limits = { maxIterations, tolerance: 5e-4 };
  const clustering = await kMeans({ embeddings, rows: kept, k: n, ...limits, random, compute, checkpoint });
  return fillSelection(clusterMedoids(clustering, random), kept, { n, random });
}
