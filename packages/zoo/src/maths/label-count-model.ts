import { solverOf } from './cholesky.ts';

/** Weight of the squared weights beside the summed loss: 1, as is usual where nobody chose. */
const L2 = 1;
/** The gradient of the mean loss at which the fit is done, and the most steps it may take. */
const TOLERANCE = 1e-4;
export const MAX_STEPS = 1000;
const NUMBERS_BETWEEN_CHECKS = 4_000_000;

/** Predicts how many labels an item has. */
export interface LabelCountModel {
  /** @param features {@link sharesOf} its probabilities in falling order */
  predict(features: Float64Array): number;
}

/**
 * Multinomial logistic regression from how the probabilities of an item's labels fall off to the number of its labels,
 * over the numbers that occur. Each step minimises a parabola that lies above the loss everywhere, with momentum that is
 * dropped when it leads uphill: no randomness, the same answer every time.
 *
 * @param features row-major [L x K]; @param counts [L], L at least 1
 * Yang et al. 2009; Bohning 1992; O'Donoghue & Candes 2015. O(L K^2 + K^3 + steps (L + K) K Q) for Q different counts.
 */
export function fitLabelCounts(
  features: Float64Array,
  counts: readonly number[],
  checkpoint: () => void,
): LabelCountModel {
  const values = [...new Set(counts)].sort((a, b) => a - b);
  const width = features.length / counts.length;
  const stride = width + 1;
  const problem = { features, targets: counts.map((count) => values.indexOf(count)), width, classes: values.length };
  const weights = values.length === 1 ? new Float64Array(stride) : minimise(problem, checkpoint);
  return {
    predict(row) {
      let best = 0;
      let highest = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < values.length; c++) {
        const score = scoreOf(weights, c * stride, row, 0, width);
        if (score > highest) {
          highest = score;
          best = c;
        }
      }
      return values[best] as number;
    },
  };
}

/** Each number divided by the sum of all; zeros where all are 0. */
export function sharesOf(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return sum > 0 ? values.map((value) => value / sum) : values;
}

interface Problem {
  /** [L x width] */
  readonly features: Float64Array;
  /** [L] places of classes. */
  readonly targets: readonly number[];
  readonly width: number;
  readonly classes: number;
}

/** @returns [classes x (width + 1)], the intercept of each class last */
function minimise(problem: Problem, checkpoint: () => void): Float64Array {
  const { targets, width, classes } = problem;
  const stride = width + 1;
  const size = classes * stride;
  const solve = solverOf(curvature(problem, checkpoint), stride, checkpoint);
  let weights = new Float64Array(size);
  let ahead = weights.slice();
  let momentum = 1;
  const slope = new Float64Array(size);
  for (let step = 0; step < MAX_STEPS; step++) {
    gradient(problem, ahead, slope, checkpoint);
    if (slope.every((s) => Math.abs(s) <= TOLERANCE * targets.length)) return ahead;
    const move = slope.slice();
    for (let at = 0; at < size; at += stride) solve(move.subarray(at, at + stride));
    const next = ahead.map((value, i) => value - (move[i] as number));
    // uphill: what was gathered points the wrong way
    const turn = next.reduce((sum, value, i) => sum + (slope[i] as number) * (value - (weights[i] as number)), 0);
    const following = turn > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const share = turn > 0 ? 0 : (momentum - 1) / following;
    ahead = next.map((value, i) => value + share * (value - (weights[i] as number)));
    weights = next;
    momentum = following;
  }
  return weights;
}

/** No class's loss curves more than this anywhere: half the products of the features, and what the weights cost. */
function curvature({ features, targets, width }: Problem, checkpoint: () => void): Float64Array {
  const stride = width + 1;
  const bound = new Float64Array(stride * stride);
  const rowsPerCheck = Math.max(1, Math.floor(NUMBERS_BETWEEN_CHECKS / bound.length));
  for (let row = 0; row < targets.length; row++) {
    if (row % rowsPerCheck === 0) checkpoint();
    const valueAt = (k: number): number => (k === width ? 1 : (features[row * width + k] as number));
    for (let i = 0; i < stride; i++) {
      const half = valueAt(i) / 2;
      if (half === 0) continue;
      for (let j = 0; j <= i; j++) bound[i * stride + j] = (bound[i * stride + j] as number) + half * valueAt(j);
    }
  }
  for (let i = 0; i < width; i++) bound[i * stride + i] = (bound[i * stride + i] as number) + L2;
  return bound;
}

function gradient(
  { features, targets, width, classes }: Problem,
  weights: Float64Array,
  out: Float64Array,
  checkpoint: () => void,
): void {
  const stride = width + 1;
  const rowsPerCheck = Math.max(1, Math.floor(NUMBERS_BETWEEN_CHECKS / out.length));
  for (let i = 0; i < out.length; i++) out[i] = i % stride === width ? 0 : L2 * (weights[i] as number);
  const errors = new Float64Array(classes);
  for (const [row, target] of targets.entries()) {
    if (row % rowsPerCheck === 0) checkpoint();
    const from = row * width;
    let highest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      const score = scoreOf(weights, c * stride, features, from, width);
      errors[c] = score;
      if (score > highest) highest = score;
    }
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += errors[c] = Math.exp((errors[c] as number) - highest);
    for (let c = 0; c < classes; c++) {
      const error = (errors[c] as number) / sum - (c === target ? 1 : 0);
      const at = c * stride;
      for (let k = 0; k < width; k++) out[at + k] = (out[at + k] as number) + error * (features[from + k] as number);
      out[at + width] = (out[at + width] as number) + error;
    }
  }
}

function scoreOf(weights: Float64Array, at: number, features: Float64Array, from: number, width: number): number {
  let sum = weights[at + width] as number;
  for (let k = 0; k < width; k++) sum += (weights[at + k] as number) * (features[from + k] as number);
  return sum;
}
