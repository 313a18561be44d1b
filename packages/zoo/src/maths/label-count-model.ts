/** Weight of the squared weights beside the summed loss: 1, as is usual where nobody chose. */
const L2 = 1;
/** The gradient of the mean loss at which the fit is done, and the most steps it may take. */
const TOLERANCE = 1e-5;
const MAX_STEPS = 1000;
const NUMBERS_BETWEEN_CHECKS = 4_000_000;

/** Predicts how many labels an item has. */
export interface LabelCountModel {
  /** @param features {@link sharesOf} its probabilities in falling order */
  predict(features: Float64Array): number;
}

/**
 * Multinomial logistic regression from how the probabilities of an item's labels fall off to the number of its labels,
 * over the numbers that occur. Accelerated gradient descent with restarts: no randomness, the same answer every time.
 *
 * @param features row-major [L x K]; @param counts [L], L at least 1
 * Yang et al. 2009; O'Donoghue & Candes 2015. O(steps L K Q) for Q different counts.
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
  const { features, targets, width, classes } = problem;
  const size = classes * (width + 1);
  // the loss curves by no more than half the squared length of each row, its 1 for the intercept included
  let curvature = L2;
  for (const value of features) curvature += (value * value) / 2;
  curvature += targets.length / 2;
  let weights = new Float64Array(size);
  let ahead = weights.slice();
  let momentum = 1;
  const slope = new Float64Array(size);
  for (let step = 0; step < MAX_STEPS; step++) {
    gradient(problem, ahead, slope, checkpoint);
    let steepest = 0;
    let turn = 0;
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const s = slope[i] as number;
      next[i] = (ahead[i] as number) - s / curvature;
      steepest = Math.max(steepest, Math.abs(s));
      turn += s * ((next[i] as number) - (weights[i] as number));
    }
    if (steepest <= TOLERANCE * targets.length) return ahead;
    // uphill: what was gathered points the wrong way
    const following = turn > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const share = turn > 0 ? 0 : (momentum - 1) / following;
    ahead = next.map((value, i) => value + share * (value - (weights[i] as number)));
    weights = next;
    momentum = following;
  }
  return weights;
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
