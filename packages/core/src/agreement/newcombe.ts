import type { Estimate } from '../metrics/estimate.ts';
import { wilsonInterval } from '../metrics/wilson.ts';

/** Some trials, and those of them that succeeded. */
export interface Trials {
  /** From 0 to `trials`. */
  readonly successes: number;
  /** At least 1. */
  readonly trials: number;
}

/**
 * How much larger the share of `a` is than that of `b`, with a 95 % interval, honest for few trials and for shares of 0 and
 * 1 too. Newcombe 1998, his method 10: the distances to the ends of Wilson's intervals, added like standard errors.
 *
 * @returns in [-1, 1]
 */
export function newcombeInterval(a: Trials, b: Trials): Estimate {
  const [ofA, ofB] = [wilsonInterval(a.successes, a.trials), wilsonInterval(b.successes, b.trials)];
  const value = ofA.value - ofB.value;
  return {
    value,
    low: value - Math.hypot(ofA.value - ofA.low, ofB.high - ofB.value),
    high: value + Math.hypot(ofA.high - ofA.value, ofB.value - ofB.low),
  };
}
