import type { Random, Selection } from '@alaas/core';
import { lazyGreedy } from './lazy-greedy.ts';

const ROWS_BETWEEN_CHECKS = 4096;

/** What {@link lazySelection} chooses from, and how. Items are positions in `candidates`. */
export interface LazySelection {
  readonly candidates: Uint32Array;
  /** B, from 1 to the number of candidates. */
  readonly n: number;
  /** What the item adds to those taken so far. Never more than it would have added before. */
  readonly gain: (item: number) => number;
  /** Called with each item in the order in which they are taken. */
  readonly take: (item: number) => void;
  readonly random: Random;
  readonly checkpoint: () => void;
  readonly progress: (done: number) => void;
}

/** Again and again the candidate of largest gain, found lazily; among equals the order is drawn at random. */
export function lazySelection(task: LazySelection): Selection {
  const { candidates, n, gain, take, random, checkpoint, progress } = task;
  const ties = Uint32Array.from(candidates, () => random.below(2 ** 32));
  const rows = new Uint32Array(n);
  let count = 0;
  const utilities = lazyGreedy({
    n,
    bounds: Float64Array.from(candidates, (_, item) => {
      if (item % ROWS_BETWEEN_CHECKS === 0) checkpoint();
      return gain(item);
    }),
    gain,
    take: (item) => {
      rows[count++] = candidates[item] as number;
      take(item);
      progress(count);
    },
    tieOf: (item) => ties[item] as number,
    checkpoint,
  });
  return { rows, utilities };
}
