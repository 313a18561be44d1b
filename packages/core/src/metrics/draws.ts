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
