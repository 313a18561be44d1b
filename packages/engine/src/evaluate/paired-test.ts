import { criticalT, twoSidedP } from './student-t.ts';

/** Mean of some values with the 95 % interval of the mean by Student's t; null with fewer than two values. */
export interface MeanInterval {
  readonly mean: number;
  readonly interval: [number, number] | null;
}

/** @param values at least one */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  if (n < 2) return { mean, interval: null };
  const half = criticalT(0.05, n - 1) * standardError(values, mean);
  return { mean, interval: [mean - half, mean + half] };
}

/**
 * Two-sided paired t-test: whether the mean of the differences is 0.
 *
 * @param differences one per pair
 * @returns in [0, 1]; 1 when all differences are 0, 0 when all are equal but not 0; null with fewer than two
 */
export function pairedP(differences: readonly number[]): number | null {
  const n = differences.length;
  if (n < 2) return null;
  const mean = differences.reduce((a, b) => a + b, 0) / n;
  if (mean === 0) return 1;
  return twoSidedP(mean / standardError(differences, mean), n - 1);
}

/**
 * Holm's correction for many tests at once (Holm 1979): the adjusted p of each, in the order given; null stays null.
 */
export function holm(ps: readonly (number | null)[]): (number | null)[] {
  const order = [...ps.keys()]
    .filter((i) => ps[i] !== null)
    .sort((a, b) => (ps[a] as number) - (ps[b] as number) || a - b);
  const adjusted: (number | null)[] = ps.map(() => null);
  let largest = 0;
  for (const [rank, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (ps[i] as number) * (order.length - rank)));
    adjusted[i] = largest;
  }
  return adjusted;
}

function standardError(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
