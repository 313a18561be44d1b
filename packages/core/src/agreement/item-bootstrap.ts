import { type BootstrapOptions, middleOfDraws, RESAMPLES } from '../metrics/bootstrap.ts';
import { drawBinomial } from '../metrics/draws.ts';
import type { Estimate } from '../metrics/estimate.ts';
import type { Random } from '../random.ts';

/** Items of one kind count alike in a statistic, so that only how many are drawn of each kind matters. */
export interface Kinds {
  /** [items] the kind of each item, numbered from 0. */
  readonly ofItem: Int32Array;
  /** [kinds] the first item of each kind. */
  readonly first: Int32Array;
}

/** A draw that misses every rare class has no value; with one class missing of two that happens in at most half of them. */
const TRIES = 100;

/** A binomial draw of many trials takes 200 to 300 times as long as the draw of one item, measured. */
const BINOMIAL_COST = 256;

/** Items with equal keys are of one kind. */
export function kindsOf(keys: readonly string[]): Kinds {
  const numbers = new Map<string, number>();
  const first: number[] = [];
  const ofItem = Int32Array.from(keys, (key, item) => {
    const kind = numbers.get(key) ?? first.push(item) - 1;
    numbers.set(key, kind);
    return kind;
  });
  return { ofItem, first: Int32Array.from(first) };
}

/**
 * A statistic of items with its 95 % interval: the percentile bootstrap over items (Efron 1979), so that the answers to one
 * item stay together. A draw for which the statistic is undefined is drawn again.
 *
 * A sample without any disagreement has an interval without width: it holds nothing that a draw could show.
 *
 * @param statistic computes the value when `times[k]` items are of kind `k`; undefined where there is none
 * @returns undefined with fewer than two items, or when the whole sample has no value
 */
export function bootstrapItems(
  { ofItem, first }: Kinds,
  statistic: (times: Int32Array) => number | undefined,
  { random, resamples = RESAMPLES }: BootstrapOptions,
): Estimate | undefined {
  if (ofItem.length < 2) return undefined;
  const counts = new Int32Array(first.length);
  for (const kind of ofItem) counts[kind] = (counts[kind] as number) + 1;
  const value = statistic(counts);
  if (value === undefined) return undefined;
  const times = new Int32Array(first.length);
  const isFewKinds = first.length * BINOMIAL_COST <= ofItem.length;
  const { low, high } = middleOfDraws(() => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (isFewKinds) drawByKind(times, counts, random);
      else drawByItem(times, ofItem, random);
      const drawn = statistic(times);
      if (drawn !== undefined) return drawn;
    }
    return value;
  }, resamples);
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}

function drawByItem(times: Int32Array, ofItem: Int32Array, random: Random): void {
  times.fill(0);
  for (let i = 0; i < ofItem.length; i++) {
    // three times as fast as `below`, and uneven by less than one in 4,000 even for a million items
    const kind = ofItem[Math.floor(random.next() * ofItem.length)] as number;
    times[kind] = (times[kind] as number) + 1;
  }
}

/** The same distribution, one kind after another: each takes a binomial share of what the ones before have left. */
function drawByKind(times: Int32Array, counts: Int32Array, random: Random): void {
  const items = counts.reduce((a, b) => a + b);
  let [left, ahead] = [items, items];
  for (let kind = 0; kind < counts.length; kind++) {
    const count = counts[kind] as number;
    const drawn = drawBinomial(random, left, count / ahead);
    times[kind] = drawn;
    left -= drawn;
    ahead -= count;
  }
}
