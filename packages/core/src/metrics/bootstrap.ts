import type { Random } from '../random.ts';
import { quantile } from './quantile.ts';

/** Where the draws of a bootstrap come from, and how many there are. */
export interface BootstrapOptions {
  readonly random: Random;
  /** Default 1,000. */
  readonly resamples?: number;
}

/** Draws of one bootstrap interval: its ends then vary by about 2 % of its width from seed to seed. */
export const RESAMPLES = 1000;

/**
 * The middle 95 % of what repeated draws give: the percentile interval of the bootstrap (Efron 1979).
 *
 * @param draw computes the statistic once on resampled data; not NaN
 * @param resamples number of draws
 */
export function middleOfDraws(draw: () => number, resamples: number = RESAMPLES): { low: number; high: number } {
  const values = Float64Array.from({ length: resamples }, draw).sort();
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}
