/** Shapes that a learning curve may have. */
export type CurveFamily = 'exponential' | 'power';

/**
 * A rising curve of a metric over the number of labels n, in one of two shapes (Domhan, Springenberg & Hutter 2015;
 * Figueroa et al. 2012):
 *
 * - exponential: A(n) = asymptote - drop exp(-rate (n - from))
 * - power: A(n) = asymptote - drop (n / from)^-rate
 */
export interface Curve {
  readonly family: CurveFamily;
  /** In [0, 1]: what unlimited labels would give. */
  readonly asymptote: number;
  /** What is missing at `from`, >= 0; with `from`, it says the same as b in a - b exp(-c n), and does not overflow. */
  readonly drop: number;
  /** > 0 */
  readonly rate: number;
  /** Labels of the first point, > 0. */
  readonly from: number;
}

/** How much of the drop is left at n labels: 1 at `from`, falling. */
export function remaining(family: CurveFamily, rate: number, from: number, n: number): number {
  return family === 'exponential' ? Math.exp(-rate * (n - from)) : (n / from) ** -rate;
}

/** The metric at n labels, cut to [0, 1]. Never falls with n. */
export function curveAt({ family, asymptote, drop, rate, from }: Curve, n: number): number {
  // before the first point the remaining drop may be infinite
  if (drop === 0) return asymptote;
  return Math.max(0, asymptote - drop * remaining(family, rate, from, n));
}

/** The labels at which the curve reaches `target`, at least `from`; Infinity: it never does. */
export function labelsAt({ family, asymptote, drop, rate, from }: Curve, target: number): number {
  if (asymptote - drop >= target) return from;
  if (asymptote <= target) return Number.POSITIVE_INFINITY;
  const factor = Math.log(drop / (asymptote - target)) / rate;
  return family === 'exponential' ? from + factor : from * Math.exp(factor);
}
