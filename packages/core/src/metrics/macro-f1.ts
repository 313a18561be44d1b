import { type BootstrapOptions, middleOfDraws, RESAMPLES } from './bootstrap.ts';
import type { Confusion } from './confusion.ts';
import { drawGamma } from './draws.ts';
import { type Estimate, shareEstimate } from './estimate.ts';

/**
 * F1 of each class: 2 right / (true + predicted), in [0, 1].
 *
 * @returns [K]; NaN for a class that is neither the truth nor the prediction of any item: it has none
 */
export function f1OfClasses({ counts, classes }: Confusion): Float64Array {
  const sides = new Float64Array(classes);
  const scores = new Float64Array(classes);
  for (let cell = 0; cell < counts.length; cell++) {
    addTo(sides, Math.floor(cell / classes), counts[cell] as number);
    addTo(sides, cell % classes, counts[cell] as number);
  }
  for (let k = 0; k < classes; k++) scores[k] = (2 * (counts[k * (classes + 1)] as number)) / (sides[k] as number);
  return scores;
}

/**
 * The mean F1 over the classes that are the truth or the prediction of some item, with a 95 % interval.
 *
 * The interval is that of the Bayesian bootstrap over the cells of the confusion matrix (Rubin 1981; Goutte & Gaussier
 * 2005), to which every draw adds one item that is right and one that is wrong: ten right answers of ten are no proof of
 * a perfect model. Without the two, the interval of a flawless sample would be a point.
 */
export function macroF1(matrix: Confusion, { random, resamples = RESAMPLES }: BootstrapOptions): Estimate {
  const { classes } = matrix;
  const cells = [...matrix.counts.entries()].filter(([, count]) => count > 0);
  const truths = cells.flatMap(([cell, count]) => Array.from({ length: count }, () => Math.floor(cell / classes)));
  const right = new Float64Array(classes);
  const sides = new Float64Array(classes);
  const add = (truth: number, prediction: number, weight: number): void => {
    if (truth === prediction) addTo(right, truth, weight);
    addTo(sides, truth, weight);
    addTo(sides, prediction, weight);
  };
  const someTruth = (): number => truths[random.below(truths.length)] as number;
  const { low, high } = middleOfDraws(() => {
    right.fill(0);
    sides.fill(0);
    for (const [cell, count] of cells) add(Math.floor(cell / classes), cell % classes, drawGamma(random, count));
    const [sure, mistaken] = [someTruth(), someTruth()];
    add(sure, sure, drawGamma(random, 1));
    if (classes > 1) add(mistaken, (mistaken + 1 + random.below(classes - 1)) % classes, drawGamma(random, 1));
    return meanRatio(right, sides);
  }, resamples);
  return shareEstimate(meanF1(matrix), low, high);
}

/** The mean of {@link f1OfClasses} over the classes that have one, without an interval. */
export function meanF1(matrix: Confusion): number {
  return meanOfNumbers(f1OfClasses(matrix));
}

function meanRatio(right: Float64Array, sides: Float64Array): number {
  let sum = 0;
  let seen = 0;
  for (let k = 0; k < sides.length; k++) {
    if (sides[k] === 0) continue;
    sum += (2 * (right[k] as number)) / (sides[k] as number);
    seen++;
  }
  return sum / seen;
}

function meanOfNumbers(values: Float64Array): number {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

function addTo(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}
