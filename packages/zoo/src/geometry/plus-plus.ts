import type { Random } from '@alaas/core';
import { SumTree } from './sum-tree.ts';

/** Items by number, with squared distances to a growing list of picks. */
export interface Metric {
  readonly size: number;
  /** Appends an item to the picks. */
  pick(item: number): void;
  /** Squared distance of each of the items to the nearest of the picks `from` to `to` (exclusive), up to rounding. */
  least(items: Uint32Array, from: number, to: number): Promise<Float32Array>;
  /** The same for every item: [size]. */
  leastOfAll(from: number, to: number): Promise<Float32Array>;
  /** Squared distances among the items, row by row: [items x items]. */
  mutual(items: Uint32Array): Promise<Float32Array>;
}

/** How {@link drawSpread} draws. */
export interface SpreadTask {
  readonly metric: Metric;
  /** Factor of the squared distance in the chance of each item, at least 0. Default: 1 for all. */
  readonly weights?: Float64Array;
  readonly first: number;
  /** At most the number of items. */
  readonly n: number;
  readonly random: Random;
  readonly checkpoint: () => void;
  readonly progress: (done: number) => void;
}

/** Items drawn ahead, whose distances one product takes. */
const DRAWS_AT_ONCE = 256;

/**
 * Items drawn one after another with a chance in proportion to the squared distance to the nearest one drawn before
 * (k-means++ seeding, Arthur & Vassilvitskii 2007). Ends early when every item lies on one that was drawn.
 *
 * Exact in distribution, but lazy: distances only fall, so items are drawn by upper bounds of them, some ahead of time,
 * and each is kept with the chance distance / bound. When that has cost as much as a pass over all items, all bounds are
 * brought up to date.
 *
 * @returns the items in order of drawing, at most n, distinct
 * @throws AlaasError `CANCELLED`
 */
export async function drawSpread({ metric, weights, first, n, ...task }: SpreadTask): Promise<Uint32Array> {
  const bounds = new Float64Array(metric.size).fill(Number.POSITIVE_INFINITY);
  const tree = new SumTree(metric.size);
  const weightOf = (i: number): number => (bounds[i] as number) * (weights?.[i] ?? 1);
  const drawn = new Uint32Array(n);
  let count = 0;
  /** Picks that all bounds account for, and distances taken since. */
  let passed = 0;
  let spent = 0;
  const keep = (i: number): void => {
    drawn[count++] = i;
    metric.pick(i);
    bounds[i] = 0;
  };

  keep(first);
  while (count < n) {
    task.checkpoint();
    if (passed === 0 || spent >= metric.size * (count - passed)) {
      const least = await metric.leastOfAll(passed, count);
      for (let i = 0; i < metric.size; i++) bounds[i] = Math.min(bounds[i] as number, least[i] as number);
      tree.fill(weightOf, metric.size);
      passed = count;
      spent = 0;
    }
    if (!(tree.total > 0)) break;
    // no more ahead than may be kept
    const ahead = Uint32Array.from({ length: Math.min(DRAWS_AT_ONCE, 2 * (n - count) + 16) }, () =>
      tree.draw(uniform(task.random)),
    );
    spent += ahead.length * (count - passed + ahead.length);
    // whether a draw is kept depends on the bound it was drawn by
    const proposed = Float64Array.from(ahead, (i) => bounds[i] as number);
    const distances = proposed.slice();
    if (count > passed) lower(distances, await metric.least(ahead, passed, count), 0);
    const mutual = await metric.mutual(ahead);
    for (const [at, i] of ahead.entries()) {
      if (count === n || task.random.next() * (proposed[at] as number) >= (distances[at] as number)) continue;
      keep(i);
      lower(distances, mutual, at * ahead.length);
      for (const [other, j] of ahead.entries()) if (i === j) distances[other] = 0;
    }
    for (const [at, i] of ahead.entries()) bounds[i] = Math.min(bounds[i] as number, distances[at] as number);
    for (const i of ahead) tree.set(i, weightOf(i));
    task.progress(count);
  }
  return drawn.subarray(0, count);
}

/** Lowers each distance to what stands for it in `by`, from `start` on. */
function lower(distances: Float64Array, by: Float32Array, start: number): void {
  for (let i = 0; i < distances.length; i++) {
    distances[i] = Math.min(distances[i] as number, by[start + i] as number);
  }
}

/** 53 bits: 32 could not tell apart the smallest of millions of weights. */
function uniform(random: Random): number {
  return (random.below(0x200000) + random.next()) / 0x200000;
}
