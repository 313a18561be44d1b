import { type BootstrapOptions, RESAMPLES } from '../metrics/bootstrap.ts';
import { type Estimate, shareEstimate } from '../metrics/estimate.ts';
import { quantile } from '../metrics/quantile.ts';
import { type Curve, curveAt, labelsAt } from './curve.ts';
import { type CurveWindow, fitWindow, PARAMETERS } from './curve-window.ts';

/** One point of a learning curve. */
export interface CurvePoint {
  /** Labels spent, > 0. */
  readonly labels: number;
  /** The metric with its interval, in [0, 1]. An interval without width: its error is not known. */
  readonly estimate: Estimate;
}

/** How many labels a target takes. Undefined: no number of labels is enough. */
export interface LabelsToReach {
  readonly labels: number | undefined;
  /** Lower end of the 95 % interval. */
  readonly low: number | undefined;
  /** Upper end. */
  readonly high: number | undefined;
  /** Share of the curves that fit the points which ever get there, in [0, 1]. */
  readonly chance: number;
}

/** Where a learning curve is going. The intervals are of 95 %. */
export interface Forecast {
  /** The curve that fits best; undefined: too few points to tell, and the last one is repeated. */
  readonly curve: Curve | undefined;
  /** What unlimited labels would give. */
  readonly asymptote: Estimate;
  /** The metric at so many labels, if it could be measured without error. Never falls with `labels`. */
  at(labels: number): Estimate;
  /** How much the metric rises from `labels` to `labels + more`. */
  gain(labels: number, more: number): Estimate;
  /** Labels in all at which the metric reaches `target`, at least those of the first point; undefined without a curve. */
  labelsTo(target: number): LabelsToReach | undefined;
}

/** Width of a 95 % interval in standard deviations. */
const DEVIATIONS_WIDE = 2 * 1.959963984540054;

/** A smaller one is rounding: no set of items tells metrics that close apart. */
const NO_DEVIATION = 1e-9;

/**
 * Forecasts a learning curve. The value is that of the exponential or power law that fits best; the interval comes from
 * other curves that fit: each draw is a bootstrap of all points, or of the last ones only, at least half and four of them.
 *
 * Where the true curve has one of the two shapes, the interval is somewhat too wide. Real ones bend in other ways, so that
 * what fits the early points misleads about the late ones, however narrow their intervals are.
 *
 * Needs three points of different labels, or four where an interval has no width, so that the noise can be known.
 *
 * @param points at least one, in any order
 * @param options the same stream of random numbers gives the same intervals
 * @throws RangeError when there is no point: a bug of the caller
 */
export function forecastCurve(
  points: readonly CurvePoint[],
  { random, resamples = RESAMPLES }: BootstrapOptions,
): Forecast {
  const sorted = points.toSorted((a, b) => a.labels - b.labels);
  const last = sorted.at(-1);
  if (last === undefined) throw new RangeError('A curve of no point has no forecast.');
  const deviations = Float64Array.from(sorted, ({ estimate }) => (estimate.high - estimate.low) / DEVIATIONS_WIDE);
  const isNoiseKnown = deviations.every((deviation) => deviation > NO_DEVIATION);
  const freedom = sorted.length - PARAMETERS;
  const distinct = new Set(sorted.map((point) => point.labels)).size;
  if (distinct < PARAMETERS || (!isNoiseKnown && freedom < 1)) return lastValue(last.estimate);

  if (!isNoiseKnown) deviations.fill(1);
  const labels = Float64Array.from(sorted, (point) => point.labels);
  const values = Float64Array.from(sorted, (point) => point.estimate.value);
  const windowFrom = (start: number): CurveWindow =>
    fitWindow({
      labels: labels.subarray(start),
      values: values.subarray(start),
      deviations: deviations.subarray(start),
      isNoiseKnown,
    });
  const whole = windowFrom(0);
  const shortest = Math.max(PARAMETERS + 1, Math.ceil(sorted.length / 2));
  const later = Array.from({ length: sorted.length - Math.min(shortest, sorted.length) }, (_, i) => i + 1)
    .filter((start) => new Set(labels.subarray(start)).size >= PARAMETERS)
    .map(windowFrom);
  const windows = [whole, ...later];
  const draws = Array.from({ length: resamples }, () => (windows[random.below(windows.length)] ?? whole).draw(random));
  return fromCurves(whole.best, draws);
}

function fromCurves(curve: Curve, draws: readonly Curve[]): Forecast {
  const sorted = (read: (curve: Curve) => number): Float64Array => Float64Array.from(draws, read).sort();
  const estimate = (read: (curve: Curve) => number): Estimate => {
    const values = sorted(read);
    return shareEstimate(read(curve), quantile(values, 0.025), quantile(values, 0.975));
  };
  return {
    curve,
    asymptote: estimate(({ asymptote }) => asymptote),
    at: (labels) => estimate((drawn) => curveAt(drawn, labels)),
    gain: (labels, more) => estimate((drawn) => curveAt(drawn, labels + more) - curveAt(drawn, labels)),
    labelsTo(target) {
      const values = sorted((drawn) => labelsAt(drawn, target));
      const labels = labelsAt(curve, target);
      return {
        labels: finite(labels),
        low: finite(Math.min(labels, quantile(values, 0.025))),
        high: finite(Math.max(labels, quantile(values, 0.975))),
        chance: values.filter(Number.isFinite).length / values.length,
      };
    },
  };
}

function lastValue(estimate: Estimate): Forecast {
  return {
    curve: undefined,
    asymptote: { ...estimate, high: 1 },
    at: () => estimate,
    gain: () => ({ value: 0, low: 0, high: 1 - estimate.low }),
    labelsTo: () => undefined,
  };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
