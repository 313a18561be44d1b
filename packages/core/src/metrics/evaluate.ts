import { AlaasError } from '../errors.ts';
import type { Matrix } from '../matrix.ts';
import { accuracy } from './accuracy.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import { brierScore } from './brier.ts';
import { calibrationError } from './calibration-error.ts';
import { confusionMatrix } from './confusion.ts';
import type { Estimate } from './estimate.ts';
import { macroF1 } from './macro-f1.ts';
import { predictedClasses } from './predicted-classes.ts';

/** How good a classifier is on items it has not learned from. */
export interface Evaluation {
  /** Share of items predicted right, with Wilson's interval. */
  readonly accuracy: Estimate;
  /** Mean F1 of the classes, each counting alike, with a bootstrap interval. */
  readonly macroF1: Estimate;
  /** Expected calibration error (ECE), with a bootstrap interval. */
  readonly calibrationError: Estimate;
  /** Mean squared distance of the probabilities from the truth, in [0, 2]. */
  readonly brierScore: number;
  /** n, the items it was measured on. */
  readonly items: number;
}

/**
 * Measures predictions on labelled items. The items should be drawn at random: what a strategy chose is harder than the
 * rest, and says little about it.
 *
 * @param probabilities [n x K], n >= 1, rows sum to 1
 * @param truth [n] class numbers
 * @param options the same stream of random numbers gives the same intervals
 * @throws AlaasError `INVALID_PROBABILITIES` or `INVALID_LABELS` naming the first bad row
 */
export function evaluatePredictions(probabilities: Matrix, truth: Int32Array, options: BootstrapOptions): Evaluation {
  refuseNotFinite(probabilities);
  const { rows, columns } = probabilities;
  const predictions = predictedClasses(probabilities);
  return {
    accuracy: accuracy(truth, predictions, columns),
    macroF1: macroF1(confusionMatrix(truth, predictions, columns), options),
    calibrationError: calibrationError(probabilities, truth, options),
    brierScore: brierScore(probabilities, truth),
    items: rows,
  };
}

function refuseNotFinite({ data, columns }: Matrix): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new AlaasError(
    'INVALID_PROBABILITIES',
    `Row ${Math.floor(at / columns)} holds ${data[at]}, which is no probability; measure a model whose answers are finite.`,
  );
}
