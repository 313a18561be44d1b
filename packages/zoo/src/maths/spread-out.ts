import type { Random, Selection } from '@alaas/core';
import { lazyGreedy } from './lazy-greedy.ts';

/** What {@link spreadOut} chooses from, and how. Items are positions in `candidates`. */
export interface SpreadOut {
  readonly candidates: Uint32Array;
  /** B, from 1 to the number of candidates. */
  readonly n: number;
  /** [candidates] distance of each item to the nearest centre there is; undefined while there is none. Overwritten. */
  readonly bounds: Float64Array | undefined;
  /** The item to begin with where there is no centre. */
  readonly first: () => number;
  /** Distance of two items; any number of at least `limit` where it is no less than that, which may save work. */
  readonly distance: (item: number, other: number, limit: number) => number;
  readonly random: Random;
  readonly checkpoint: () => void;
  readonly progress: (done: number) => void;
}

/**
 * Again and again the item farthest from its nearest centre, which then is a centre itself; among equals the order is drawn
 * at random. Any distance will do. Lazy: an item is compared with the picks it has not seen only when its last distance is
 * the highest left.
 *
 * @returns rows, and the distance each had; the first without a centre gets that of the second
 * At most O(B N) distances, most often far fewer.
 */
export function spreadOut(task: SpreadOut): Selection {
  const { candidates, n, distance } = task;
  const picks: number[] = [];
  if (task.bounds === undefined) picks.push(task.first());
  const start = picks.length;
  const bounds = task.bounds ?? new Float64Array(candidates.length).fill(Number.POSITIVE_INFINITY);
  const seen = new Uint32Array(candidates.length);
  const items = Uint32Array.from(candidates.keys()).filter((item) => item !== picks[0]);
  const ties = items.map(() => task.random.below(2 ** 32));
  let sinceCheck = 0;
  const gain = (at: number): number => {
    const item = items[at] as number;
    let least = bounds[item] as number;
    for (let pick = seen[item] as number; pick < picks.length; pick++) {
      least = Math.min(least, distance(item, picks[pick] as number, least));
      if (++sinceCheck % 256 === 0) task.checkpoint();
    }
    seen[item] = picks.length;
    bounds[item] = least;
    return least;
  };
  const found = lazyGreedy({
    n: n - start,
    bounds: Float64Array.from(items, (item) => bounds[item] as number),
    gain,
    take: (at) => {
      picks.push(items[at] as number);
      task.progress(picks.length);
    },
    tieOf: (at) => ties[at] as number,
    checkpoint: task.checkpoint,
  });
  const utilities = new Float64Array(n).fill(found[0] ?? 0);
  utilities.set(found, start);
  return { rows: Uint32Array.from(picks, (item) => candidates[item] as number), utilities };
}
