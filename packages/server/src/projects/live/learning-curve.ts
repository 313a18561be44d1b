import {
  type CurvePoint,
  createRandom,
  type curvePointSchema,
  forecastCurve,
  type LabelsToReach,
  type ProjectMetrics,
} from '@alaas/core';
import type { z } from 'zod';

export type ProjectCurvePoint = z.output<typeof curvePointSchema>;

/** Points that are shown at most. */
const SHOWN = 200;
/** Points that a forecast is made of: more cost time, and tell no more about the shape. */
const FITTED = 16;
/** Curves that are drawn for an interval: some ten milliseconds. */
const RESAMPLES = 200;

/** At most so many points, the first and the last among them, evenly spaced in labels on a logarithmic scale. */
export function thinned<T extends { readonly labels: number }>(points: readonly T[], count: number = SHOWN): T[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= count || first === undefined || last === undefined) return [...points];
  const base = Math.max(1, first.labels);
  const width = Math.log(Math.max(base + 1, last.labels) / base) / (count - 1);
  const kept = new Map<number, T>();
  // of each stretch the newest one
  for (const point of points) kept.set(Math.floor(Math.log(Math.max(base, point.labels) / base) / width), point);
  kept.delete(0);
  return [first, ...kept.values()];
}

/** Labels in all at which a curve reaches a target; undefined: too few points. */
export function labelsToReach(points: readonly CurvePoint[], target: number, seed: number): LabelsToReach | undefined {
  if (points.length === 0) return undefined;
  const random = createRandom(seed).fork('forecast');
  return forecastCurve(thinned(points, FITTED), { random, resamples: RESAMPLES }).labelsTo(target);
}

/**
 * How many more labels it takes to reach an accuracy.
 *
 * @param spent labels so far
 * @param left items that could still be labelled
 */
export function forecastTarget(
  curve: readonly ProjectCurvePoint[],
  target: number,
  { spent, left, seed }: { readonly spent: number; readonly left: number; readonly seed: number },
): NonNullable<ProjectMetrics['forecast']> {
  const points = curve.flatMap(({ labels, accuracy }) => (accuracy === null ? [] : [{ labels, estimate: accuracy }]));
  const reach = labelsToReach(points, target, seed);
  const shown = percent(target);
  if (reach === undefined) {
    const detail = `Too few measurements for a forecast: there are ${points.length}, and it takes three at different numbers of labels.`;
    return { target, more: null, low: null, high: null, chance: 0, detail };
  }
  const more = (labels: number | undefined): number | null =>
    labels === undefined ? null : Math.max(0, Math.ceil(labels) - spent);
  const [value, low, high] = [more(reach.labels), more(reach.low), more(reach.high)];
  return { target, more: value, low, high, chance: reach.chance, detail: detailOf() };

  function detailOf(): string {
    if (value === null) {
      return `The curve that fits best so far levels off below ${shown} accuracy; of all curves that fit, ${percent(reach?.chance ?? 0)} get there.`;
    }
    if (value === 0) return `By the curve so far, ${shown} accuracy is reached.`;
    const range = `${low ?? 0} to ${high === null ? 'no end' : high}`;
    const beyond = value > left ? ` That is more than the ${left} items that are left.` : '';
    return `About ${value} more labels to ${shown} accuracy (${range}).${beyond}`;
  }
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
