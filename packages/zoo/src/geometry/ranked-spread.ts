import type { Random } from '@alaas/core';
import { highest } from './highest.ts';
import type { Metric } from './plus-plus.ts';

/** Items brought up to date together. */
const WINDOW = 256;
/** What float32 bounds may be too low by. */
const ROUNDING = 1e-6;
/** Bound of an item that was picked: below all others. */
const PICKED = -1;

/** What {@link rankedSpread} ranks. */
export interface RankedTask {
  readonly metric: Metric;
  /** What each item is worth by itself, in [0, 1]: [items]. */
  readonly worth: Float64Array;
  /** Squared distance of each item to what is there already; Infinity where nothing is: [items]. Lowered by what is picked. */
  readonly squares: Float64Array;
  /** Weight of the distance in [0, 1] after so many picks; changes by at most `step` from one pick to the next. */
  readonly share: (picked: number) => number;
  readonly step: number;
  /** The distance that counts half. */
  readonly scale: number;
  /** An item that is picked before all others. */
  readonly first?: number;
  readonly n: number;
  readonly random: Random;
  readonly checkpoint: () => void;
  readonly progress: (done: number) => void;
}

/**
 * Again and again the item of highest a (1 - 1 / (1 + d / scale)) + (1 - a) worth, d its distance to the nearest of those
 * that are there or were picked, a its share; among equals at random.
 *
 * Exact up to rounding, but lazy: distances only fall, so the items of highest bounds, brought up to date, hold the best
 * one while it reaches the highest bound outside.
 *
 * @returns the picks in order, and the score of each
 * @throws AlaasError `CANCELLED`
 * At most O(B N D) time, O(N) memory beside what the metric takes.
 */
export async function rankedSpread(task: RankedTask): Promise<{ chosen: Uint32Array; scores: Float64Array }> {
  const { metric, worth, squares, share, step, scale, n, random, checkpoint, progress } = task;
  const ties = Uint32Array.from(worth, () => random.below(2 ** 32));
  const bounds = new Float32Array(metric.size);
  const chosen = new Uint32Array(n);
  const scores = new Float64Array(n);
  let open = Uint32Array.from(worth.keys());
  let count = 0;
  /** Picks that all distances account for, and distances taken since. */
  let passed = 0;
  let spent = 0;
  const score = (item: number, weight: number): number => {
    const far = 1 - 1 / (1 + Math.sqrt(squares[item] as number) / scale);
    return weight * far + (1 - weight) * (worth[item] as number);
  };

  const pick = (item: number): void => {
    chosen[count] = item;
    scores[count] = score(item, share(count));
    count++;
    metric.pick(item);
    bounds[item] = PICKED;
    progress(count);
  };

  if (task.first !== undefined) {
    pick(task.first);
    open = open.filter((item) => item !== task.first);
  }
  while (count < n) {
    checkpoint();
    if (spent >= metric.size * (count - passed) && count > passed) {
      lower(squares, await metric.leastOfAll(passed, count));
      passed = count;
      spent = 0;
    }
    const start = count;
    for (const item of open) bounds[item] = score(item, share(start));
    const { positions: items, lowest } = highest(bounds, ties, open, Math.min(WINDOW, open.length));
    spent += items.length * (count - passed + items.length);
    if (count > passed) {
      const least = await metric.least(items, passed, count);
      for (const [at, item] of items.entries()) squares[item] = Math.min(squares[item] as number, least[at] as number);
    }
    const mutual = await metric.mutual(items);
    while (count < n) {
      const at = best(items, (item) => (bounds[item] === PICKED ? PICKED : score(item, share(count))), ties);
      const item = items[at] as number;
      if (bounds[item] === PICKED) break;
      const found = score(item, share(count));
      // a score outside of the window may rise by `step` with each change of the weight
      if (items.length < open.length && found < lowest + (count - start) * step - ROUNDING) break;
      pick(item);
      for (const [other, j] of items.entries()) {
        squares[j] = Math.min(squares[j] as number, mutual[at * items.length + other] as number);
      }
    }
    open = open.filter((item) => bounds[item] !== PICKED);
  }
  return { chosen, scores };
}

function lower(values: Float64Array, by: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.min(values[i] as number, by[i] as number);
}

/** Where the item of highest value stands, among equals that of the lowest tie. */
function best(items: Uint32Array, of: (item: number) => number, ties: Uint32Array): number {
  let found = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const [at, item] of items.entries()) {
    const value = of(item);
    if (value < most) continue;
    if (value === most && (ties[item] as number) > (ties[items[found] as number] as number)) continue;
    found = at;
    most = value;
  }
  return found;
}
