import type { SimulationCurve, StrategyOutcome } from '@alaas/core';

/** A strategy's curve: means at each number of labels, and ends of an interval where there is one. */
export interface MeanCurve {
  readonly strategy: string;
  readonly points: readonly {
    readonly labels: number;
    readonly mean: number;
    readonly low?: number;
    readonly high?: number;
  }[];
}

/**
 * Means over the runs so far, in the order in which strategies came. A point is the mean of all runs of its strategy that have
 * got there; it may move while others catch up.
 */
export function growingCurves(curves: readonly SimulationCurve[]): MeanCurve[] {
  const strategies = [...new Set(curves.map(({ strategy }) => strategy))];
  return strategies.map((strategy) => {
    const byLabels = new Map<number, number[]>();
    for (const { points } of curves.filter((curve) => curve.strategy === strategy)) {
      for (const { labels, accuracy } of points) byLabels.set(labels, [...(byLabels.get(labels) ?? []), accuracy]);
    }
    const points = [...byLabels]
      .sort(([a], [b]) => a - b)
      .map(([labels, values]) => ({ labels, mean: values.reduce((sum, value) => sum + value, 0) / values.length }));
    return { strategy, points };
  });
}

/** Curves of a comparison that is done, with its intervals, cut to [0, 1]: Student's t knows no end of a share. */
export function finalCurves(outcomes: readonly StrategyOutcome[]): MeanCurve[] {
  return outcomes.map(({ strategy, accuracy }) => ({
    strategy,
    points: accuracy.map(({ labels, mean, interval }) => ({
      labels,
      mean,
      ...(interval === null ? {} : { low: Math.max(0, interval[0]), high: Math.min(1, interval[1]) }),
    })),
  }));
}

/** Curves on one common axis: null where a curve has no point. */
export function onOneAxis(curves: readonly MeanCurve[]): {
  readonly labels: readonly number[];
  readonly series: readonly {
    readonly strategy: string;
    readonly values: readonly (number | null)[];
    readonly low: readonly (number | null)[];
    readonly high: readonly (number | null)[];
  }[];
} {
  const all = curves.flatMap(({ points }) => points.map(({ labels }) => labels));
  const labels = [...new Set(all)].sort((a, b) => a - b);
  return {
    labels,
    series: curves.map(({ strategy, points }) => {
      const at = new Map(points.map((point) => [point.labels, point]));
      const column = (part: 'mean' | 'low' | 'high') => labels.map((label) => at.get(label)?.[part] ?? null);
      return { strategy, values: column('mean'), low: column('low'), high: column('high') };
    }),
  };
}

/**
 * The strategy to use: the best on average, if it beats random sampling beyond chance after correction; else undefined.
 *
 * @param outcomes best first
 * @param baseline id of random sampling
 */
export function winner(outcomes: readonly StrategyOutcome[], baseline: string): StrategyOutcome | undefined {
  const [best] = outcomes;
  if (best === undefined || best.strategy === baseline || best.againstBaseline === null) return undefined;
  const { difference, holm } = best.againstBaseline;
  return difference > 0 && holm !== null && holm < 0.05 ? best : undefined;
}
