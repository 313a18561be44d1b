import { checkClasses } from './check-classes.ts';
import type { Estimate } from './estimate.ts';
import { wilsonInterval } from './wilson.ts';

/**
 * The share of items whose class was predicted, with its Wilson interval.
 *
 * @param truth [n] class numbers, n >= 1
 * @param predictions [n] class numbers
 * @param classes K
 * @throws AlaasError `INVALID_LABELS` naming the first row with a class that is not there
 */
export function accuracy(truth: Int32Array, predictions: Int32Array, classes: number): Estimate {
  checkClasses(truth, predictions, classes);
  let right = 0;
  for (let i = 0; i < truth.length; i++) right += truth[i] === predictions[i] ? 1 : 0;
  return wilsonInterval(right, truth.length);
}
