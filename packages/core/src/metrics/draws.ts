import type { Random } from '../random.ts';

/** A draw from the normal distribution of mean 0 and variance 1. Box & Muller 1958. */
export function drawNormal(random: Random): number {
  // 1 - u lies in (0, 1], so that the logarithm is finite
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/**
 * A draw from the gamma distribution of scale 1, whose mean and variance are `shape`. Marsaglia & Tsang 2000.
 *
 * @param shape at least 1
 */
export function drawGamma(random: Random, shape: number): number {
  if (shape === 1) return -Math.log(1 - random.next());
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** Fewer trials are made one by one. */
const FEW_TRIALS = 16;

/**
 * How many of `trials` succeed when each does with this chance. A beta draw says where the middle one of so many uniform
 * numbers lies, so that half of them need not be drawn: O(log trials). Ahrens & Dieter 1974.
 *
 * @param trials a whole number from 0
 * @param chance in [0, 1]
 */
export function drawBinomial(random: Random, trials: number, chance: number): number {
  let [left, share, successes] = [trials, chance, 0];
  while (left > FEW_TRIALS) {
    // exactly at the ends, where the middle number could round to 0 or 1
    if (share <= 0) return successes;
    if (share >= 1) return successes + left;
    const middle = Math.ceil(left / 2);
    const below = drawGamma(random, middle);
    const at = below / (below + drawGamma(random, left + 1 - middle));
    if (at <= share) {
      successes += middle;
      left -= middle;
      share = (share - at) / (1 - at);
    } else {
      left = middle - 1;
      share /= at;
    }
  }
  for (let i = 0; i < left; i++) if (random.next() < share) successes++;
  return successes;
}
