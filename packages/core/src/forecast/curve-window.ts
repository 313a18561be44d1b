import { drawGamma, drawNormal } from '../metrics/draws.ts';
import type { Random } from '../random.ts';
import { type Curve, type CurveFamily, curveAt } from './curve.ts';
import { curveFitter, type Fit } from './fit-curve.ts';

/** Parameters of a curve: fewer points do not determine it. */
export const PARAMETERS = 3;

/** Points of a learning curve, at three different numbers of labels or more. */
export interface WindowPoints {
  /** [m] ascending. */
  readonly labels: Float64Array;
  /** [m] */
  readonly values: Float64Array;
  /** [m] standard deviation of each value; where it is not known, 1, and m is above three. */
  readonly deviations: Float64Array;
  readonly isNoiseKnown: boolean;
}

/** The curves that fit some points. */
export interface CurveWindow {
  readonly best: Curve;
  /** A curve that would fit as well. */
  draw(random: Random): Curve;
}

/**
 * Fits an exponential and a power law to points, and draws others by a parametric bootstrap: each draw takes a family by
 * its Akaike weight (Burnham & Anderson 2002), adds the noise that is known, or that of the residuals where it is larger,
 * and fits again.
 */
export function fitWindow({ labels, values, deviations, isNoiseKnown }: WindowPoints): CurveWindow {
  const freedom = labels.length - PARAMETERS;
  const weights = deviations.map((deviation) => deviation ** -2);
  const fitterOf = (family: CurveFamily): Fit & { fit: (values: Float64Array) => Fit } => {
    const fit = curveFitter(family, labels, weights);
    return { fit, ...fit(values) };
  };
  const exponential = fitterOf('exponential');
  const power = fitterOf('power');
  const best = power.loss < exponential.loss ? power : exponential;
  // in units of the points' own variances; residuals that are larger than these count as noise too (Birge 1932)
  const spreadOf = (loss: number): number => (freedom === 0 ? 1 : Math.max(1, loss / freedom));
  const oddsAgainstPower = isNoiseKnown
    ? Math.exp((power.loss - exponential.loss) / (2 * spreadOf(best.loss)))
    : (power.loss / exponential.loss) ** (freedom / 2);
  // both may fit without any residual
  const weightOfPower = Number.isNaN(oddsAgainstPower) ? 0.5 : 1 / (1 + oddsAgainstPower);
  return {
    best: best.curve,
    draw(random) {
      const { curve, loss, fit } = random.next() < weightOfPower ? power : exponential;
      // a variance that is known from few residuals only is drawn from what it may be
      const scale = Math.sqrt(isNoiseKnown ? spreadOf(loss) : loss / drawChiSquared(random, freedom));
      return fit(labels.map((n, i) => curveAt(curve, n) + scale * (deviations[i] as number) * drawNormal(random)))
        .curve;
    },
  };
}

/** A draw from the chi-squared distribution of `freedom` degrees, at least 1. */
function drawChiSquared(random: Random, freedom: number): number {
  return freedom === 1 ? drawNormal(random) ** 2 : 2 * drawGamma(random, freedom / 2);
}
