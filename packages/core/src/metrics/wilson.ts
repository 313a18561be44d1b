import { type Estimate, shareEstimate } from './estimate.ts';

/** 97.5 % of the normal distribution lies below. */
const Z = 1.959963984540054;

/**
 * A share with its 95 % interval, which is honest for few trials and for shares of 0 and 1 too. Wilson 1927.
 *
 * @param successes from 0 to `trials`
 * @param trials at least 1
 */
export function wilsonInterval(successes: number, trials: number): Estimate {
  const share = successes / trials;
  const shrink = 1 + Z ** 2 / trials;
  const centre = (share + Z ** 2 / (2 * trials)) / shrink;
  const half = (Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2))) / shrink;
  return shareEstimate(share, centre - half, centre + half);
}
