import { checkClasses } from './check-classes.ts';

/** How often each class was taken for each. */
export interface Confusion {
  /** Row-major [K x K]: row = the true class, column = the predicted one. */
  readonly counts: Float64Array;
  /** K */
  readonly classes: number;
}

/**
 * Counts which class was taken for which.
 *
 * @param truth [n] class numbers, n >= 1
 * @param predictions [n] class numbers
 * @param classes K
 * @throws AlaasError `INVALID_LABELS` naming the first row with a class that is not there
 */
export function confusionMatrix(truth: Int32Array, predictions: Int32Array, classes: number): Confusion {
  checkClasses(truth, predictions, classes);
  const counts = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const cell = (truth[i] as number) * classes + (predictions[i] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return { counts, classes };
}
