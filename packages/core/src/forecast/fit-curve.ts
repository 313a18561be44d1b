import { type Curve, type CurveFamily, remaining } from './curve.ts';

/** A curve, and the weighted sum of its squared residuals. */
export interface Fit {
  readonly curve: Curve;
  readonly loss: number;
}

// The slowest rate is a straight line over the points, the fastest a step at the first of them.
const SLOWEST = 0.02;
const FASTEST = 50;
const GRID = 40;
// Each golden section keeps 62 % of the bracket: 20 leave a relative error of the rate below 1e-4.
const SECTIONS = 20;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * A function that fits a curve of one family to values at these labels, and may be called many times.
 *
 * Weighted least squares by variable projection (Golub & Pereyra 1973): for a fixed rate the asymptote in [0, 1] and the
 * drop >= 0 follow in closed form, so that only the rate is searched for, on a grid and then by golden section.
 * Deterministic. O(60 m) a fit.
 *
 * @param labels [m] ascending, > 0, at least two of them distinct
 * @param weights [m] one over the variance of each value, > 0
 * @returns a function of the metric's [m] values
 */
export function curveFitter(
  family: CurveFamily,
  labels: Float64Array,
  weights: Float64Array,
): (values: Float64Array) => Fit {
  const [from, last] = [labels[0] as number, labels.at(-1) as number];
  const span = family === 'exponential' ? last - from : Math.log(last / from);
  const step = Math.log(FASTEST / SLOWEST) / (GRID - 1);
  const logRates = Float64Array.from({ length: GRID }, (_, i) => Math.log(SLOWEST / span) + i * step);
  const shapeOf = (logRate: number): Shape => {
    const rate = Math.exp(logRate);
    return shapeFrom(
      labels.map((n) => remaining(family, rate, from, n)),
      weights,
    );
  };
  const gridShapes = Array.from(logRates, shapeOf);
  return (values) => {
    const losses = gridShapes.map((shape) => fitLine(shape, values).loss);
    // equal losses, as of flat points, go to the slowest rate
    const best = losses.indexOf(Math.min(...losses));
    const fitAt = (logRate: number): Line => fitLine(shapeOf(logRate), values);
    const onGrid = logRates[best] as number;
    const refined = goldenSection((at) => fitAt(at).loss, logRates[best - 1] ?? onGrid, logRates[best + 1] ?? onGrid);
    const logRate = fitAt(refined).loss < (losses[best] as number) ? refined : onGrid;
    const { asymptote, drop, loss } = fitAt(logRate);
    return { curve: { family, asymptote, drop, rate: Math.exp(logRate), from }, loss };
  };
}

/** The remaining drop g at each point for one rate, with the weighted sums of it that no value changes. */
interface Shape {
  /** [m] w */
  readonly weights: Float64Array;
  /** [m] w g */
  readonly weighted: Float64Array;
  /** Sum of w. */
  readonly w: number;
  /** Sum of w g. */
  readonly wg: number;
  /** Sum of w g g. */
  readonly wgg: number;
}

function shapeFrom(left: Float64Array, weights: Float64Array): Shape {
  const weighted = left.map((g, i) => g * (weights[i] as number));
  return { weights, weighted, w: sum(weights), wg: sum(weighted), wgg: sumOfProducts(weighted, left) };
}

interface Line {
  readonly asymptote: number;
  readonly drop: number;
  readonly loss: number;
}

/**
 * The asymptote in [0, 1] and the drop >= 0 of smallest loss: a convex problem, so the answer is the free minimum, or
 * else lies on one of the three edges.
 */
function fitLine({ weights, weighted, w, wg, wgg }: Shape, values: Float64Array): Line {
  const mean = sumOfProducts(weights, values) / w;
  // around the mean, so that the loss is not a small difference of large sums
  let [wrr, wgr] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const residual = (values[i] as number) - mean;
    wrr += (weights[i] as number) * residual * residual;
    wgr += (weighted[i] as number) * residual;
  }
  const at = (asymptote: number, drop: number): Line => {
    const a = asymptote - mean;
    const loss = wrr + a * a * w + drop * (drop * wgg + 2 * (wgr - a * wg));
    return { asymptote, drop, loss: Math.max(0, loss) };
  };
  const determinant = w * wgg - wg * wg;
  if (determinant > 1e-12 * w * wgg) {
    const drop = (-w * wgr) / determinant;
    const asymptote = mean + (drop * wg) / w;
    if (drop >= 0 && asymptote >= 0 && asymptote <= 1) return at(asymptote, drop);
  }
  const onEdge = (asymptote: number): Line => at(asymptote, Math.max(0, ((asymptote - mean) * wg - wgr) / wgg));
  const flat = at(Math.min(1, Math.max(0, mean)), 0);
  return [onEdge(1), onEdge(0)].reduce((best, edge) => (edge.loss < best.loss ? edge : best), flat);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] as number) * (b[i] as number);
  return total;
}

function goldenSection(loss: (at: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [loss(left), loss(right)];
  for (let i = 0; i < SECTIONS; i++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = loss(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = loss(right);
    }
  }
  return (low + high) / 2;
}
