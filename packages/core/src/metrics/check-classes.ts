import { AlaasError } from '../errors.ts';

/**
 * Refuses class numbers that cannot be counted.
 *
 * @throws AlaasError `INVALID_LABELS` naming the first row whose class is not one of 0 to K - 1
 * @throws RangeError when there is no row or the lists differ in length: a bug of the caller
 */
export function checkClasses(truth: Int32Array, predictions: Int32Array, classes: number): void {
  if (truth.length !== predictions.length) {
    throw new RangeError(`${truth.length} items have ${predictions.length} predictions; give one each.`);
  }
  if (truth.length === 0) throw new RangeError('Nothing can be measured on no item.');
  for (const numbers of [truth, predictions]) {
    const row = numbers.findIndex((number) => number < 0 || number >= classes);
    if (row < 0) continue;
    throw new AlaasError(
      'INVALID_LABELS',
      `Row ${row} has class number ${numbers[row]}, and there are ${classes} classes, counted from 0.`,
    );
  }
}
