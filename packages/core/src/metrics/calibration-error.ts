import type { Matrix } from '../matrix.ts';
import { type BootstrapOptions, RESAMPLES } from './bootstrap.ts';
import { drawGamma } from './draws.ts';
import { type Estimate, shareEstimate } from './estimate.ts';
import { predictedClasses } from './predicted-classes.ts';
import { quantile } from './quantile.ts';

/** Bins of Guo et al. 2017. */
const BINS = 15;

/** Items of one bin that were all right, or all wrong. */
interface Group {
  readonly bin: number;
  readonly isRight: boolean;
  count: number;
  confidence: number;
}

/**
 * Expected calibration error: how far the confidence in the predicted class lies from the share of right predictions, in
 * the mean over 15 bins of equal width of the confidence, weighted by their items. Guo et al. 2017.
 *
 * Chance alone roughens the curve of a calibrated model, so the error is never 0. The lower end of the interval takes off
 * the distance within which 95 % of resampled curves lie from the measured one, which is right for a calibrated model
 * and cautious for others. One right and one wrong item are added to each draw, as for {@link macroF1}.
 *
 * @param probabilities [n x K], n >= 1
 * @param truth [n] class numbers below K
 * @returns in [0, 1]; 0 = of the items predicted with confidence c, a share of c is right
 */
export function calibrationError(
  probabilities: Matrix,
  truth: Int32Array,
  { random, resamples = RESAMPLES }: BootstrapOptions,
): Estimate {
  const groups = groupsOf(probabilities, truth);
  const places = groups.flatMap((group) => Array.from({ length: group.count }, () => group));
  const measured = measuredGaps(groups);
  const errors = new Float64Array(resamples);
  const distances = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    const drawn = gapsOf((add) => {
      for (const group of groups) add(group, group.isRight, drawGamma(random, group.count));
      for (const isRight of [true, false]) {
        add(places[random.below(places.length)] as Group, isRight, drawGamma(random, 1));
      }
    });
    errors[i] = sumOfSizes(drawn);
    distances[i] = sumOfSizes(drawn.map((gap, bin) => gap - (measured[bin] as number)));
  }
  const value = sumOfSizes(measured);
  return shareEstimate(value, value - quantile(distances.sort(), 0.95), quantile(errors.sort(), 0.975));
}

/** The error of {@link calibrationError} without an interval. */
export function expectedCalibrationError(probabilities: Matrix, truth: Int32Array): number {
  return sumOfSizes(measuredGaps(groupsOf(probabilities, truth)));
}

function measuredGaps(groups: readonly Group[]): Float64Array {
  return gapsOf((add) => {
    for (const group of groups) add(group, group.isRight, group.count);
  });
}

function groupsOf(probabilities: Matrix, truth: Int32Array): Group[] {
  const groups = new Map<number, Group>();
  for (const [row, predicted] of predictedClasses(probabilities).entries()) {
    const confidence = probabilities.data[row * probabilities.columns + predicted] as number;
    // a bin holds its upper end and not its lower one
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1));
    const isRight = truth[row] === predicted;
    const key = bin * 2 + (isRight ? 1 : 0);
    const group = groups.get(key) ?? { bin, isRight, count: 0, confidence: 0 };
    group.count++;
    group.confidence += confidence;
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ ...group, confidence: group.confidence / group.count }));
}

/** By bin, the share of all weight times (share right - confidence), of what `fill` adds. */
function gapsOf(fill: (add: (group: Group, isRight: boolean, weight: number) => void) => void): Float64Array {
  const gaps = new Float64Array(BINS);
  let total = 0;
  fill(({ bin, confidence }, isRight, weight) => {
    gaps[bin] = (gaps[bin] as number) + weight * ((isRight ? 1 : 0) - confidence);
    total += weight;
  });
  return gaps.map((gap) => gap / total);
}

function sumOfSizes(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0);
}
