import type { ProjectMetrics } from '@alaas/core';

type Estimate = { readonly value: number; readonly low: number; readonly high: number } | null;

/** Values with the ends of their intervals, one per number of labels; null: none there. */
export interface Line {
  readonly values: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Everything of the learning curve on one axis of labels. */
export interface CurveLines {
  /** Numbers of labels, ascending, each once. */
  readonly labels: readonly number[];
  readonly accuracy: Line;
  readonly macroF1: Line;
  /** Heads that learnt from the control arm alone; undefined: too few random answers. */
  readonly random: Line | undefined;
  /** The accuracy to reach, at every number of labels; undefined: none is set. */
  readonly target: readonly (number | null)[] | undefined;
  /** The target from the fewest labels of the forecast to the most; undefined: nothing to draw. */
  readonly forecast: readonly (number | null)[] | undefined;
}

/** A forecast that is further away than so many times the labels so far would squeeze the curve into a corner. */
const farthest = 3;

/** What the learning curve shows. @param target the accuracy to reach; null: none is set */
export function curveLines(
  { curve, saved, forecast }: Pick<ProjectMetrics, 'curve' | 'saved' | 'forecast'>,
  target: number | null,
): CurveLines {
  const own = new Map(curve.map((point) => [point.labels, point]));
  const random = new Map(saved?.randomCurve.map(({ labels, accuracy }) => [labels, accuracy]));
  const spent = curve.at(-1)?.labels ?? 0;
  const ahead = forecastSpan(forecast, spent);
  const labels = [...new Set([...own.keys(), ...random.keys(), ...(ahead ?? [])])].sort((a, b) => a - b);
  const line = (estimateAt: (labels: number) => Estimate | undefined): Line => {
    const estimates = labels.map((at) => estimateAt(at) ?? null);
    return {
      values: estimates.map((one) => one?.value ?? null),
      low: estimates.map((one) => one?.low ?? null),
      high: estimates.map((one) => one?.high ?? null),
    };
  };
  return {
    labels,
    accuracy: line((at) => own.get(at)?.accuracy),
    macroF1: line((at) => own.get(at)?.macroF1),
    random: random.size === 0 ? undefined : line((at) => random.get(at)),
    target: target === null ? undefined : labels.map(() => target),
    forecast: ahead && labels.map((at) => (ahead.includes(at) ? target : null)),
  };
}

/** Labels at which the target is reached: the fewest, the likeliest and the most, cut off where that is too far. */
function forecastSpan(forecast: ProjectMetrics['forecast'], spent: number): number[] | undefined {
  if (forecast === null || forecast.more === null || forecast.more === 0 || spent === 0) return undefined;
  const { more, low, high } = forecast;
  const end = spent * (1 + farthest);
  if (spent + more > end) return undefined;
  return [spent + (low ?? 0), spent + more, Math.min(end, high === null ? end : spent + high)];
}

/** The lowest accuracy worth an axis: a tenth below the lowest end of an interval, at most a half. */
export function curveFloor({ accuracy, macroF1, random }: CurveLines): number {
  const ends = [accuracy, macroF1, random].flatMap((line) => line?.low ?? []).filter((low) => low !== null);
  const lowest = Math.min(0.5, ...ends);
  return Math.max(0, Math.floor(lowest * 10) / 10);
}
