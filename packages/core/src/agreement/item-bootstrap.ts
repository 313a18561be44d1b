import { type BootstrapOptions, middleOfDraws, RESAMPLES } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';

/** A draw that misses every rare class has no value; with one class missing of two that happens in at most half of them. */
const TRIES = 100;

/**
 * A statistic of items with its 95 % interval: the percentile bootstrap over items (Efron 1979), so that the answers to one
 * item stay together. A draw for which the statistic is undefined is drawn again.
 *
 * A sample without any disagreement has an interval without width: it holds nothing that a draw could show.
 *
 * @param items number of items
 * @param statistic computes the value when item `i` counts `times[i]` times; undefined where there is none
 * @returns undefined with fewer than two items, or when the whole sample has no value
 */
export function bootstrapItems(
  items: number,
  statistic: (times: Int32Array) => number | undefined,
  { random, resamples = RESAMPLES }: BootstrapOptions,
): Estimate | undefined {
  if (items < 2) return undefined;
  const times = new Int32Array(items).fill(1);
  const value = statistic(times);
  if (value === undefined) return undefined;
  const { low, high } = middleOfDraws(() => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      times.fill(0);
      for (let i = 0; i < items; i++) {
        const drawn = random.below(items);
        times[drawn] = (times[drawn] as number) + 1;
      }
      const drawnValue = statistic(times);
      if (drawnValue !== undefined) return drawnValue;
    }
    return value;
  }, resamples);
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}
