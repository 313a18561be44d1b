import {
  accuracy,
  brierScore,
  type Confusion,
  calibrationError,
  confusionMatrix,
  createRandom,
  f1OfClasses,
  type Matrix,
  macroF1,
  type ProjectEvaluation,
  predictedClasses,
} from '@alaas/core';
import type { HeadKind, LabelledItem } from './labelled-items.ts';
import { calibrationBins, ratio, resamplesFor } from './measure-parts.ts';
import { measureSeveral } from './measure-several.ts';

/** Groups that the bootstrap of the calibration error resamples at most: right and wrong ones of fifteen bins. */
const CALIBRATION_GROUPS = 30;

/**
 * Measures what heads said of a random sample.
 *
 * @param said [items x K], each row by a head that has not learnt from the item
 * @param seed of the resampling: the same gives the same intervals
 */
export function measure(
  items: readonly LabelledItem[],
  said: Matrix,
  { classes, isMulti }: HeadKind,
  seed: number,
): ProjectEvaluation {
  if (isMulti) return measureSeveral(items, said, classes, seed);
  const numbers = new Map(classes.map((name, k) => [name, k]));
  const truth = Int32Array.from(items, ({ value }) => numbers.get(String(value)) ?? 0);
  const predictions = predictedClasses(said);
  const confusion = confusionMatrix(truth, predictions, classes.length);
  const random = createRandom(seed);
  const cells = confusion.counts.filter((count) => count > 0).length;
  return {
    items: items.length,
    accuracy: accuracy(truth, predictions, classes.length),
    macroF1: macroF1(confusion, { random: random.fork('f1'), resamples: resamplesFor(cells) }),
    calibrationError: calibrationError(said, truth, {
      random: random.fork('calibration'),
      resamples: resamplesFor(CALIBRATION_GROUPS),
    }),
    brierScore: brierScore(said, truth),
    perLabel: perLabel(confusion, classes),
    confusion: classes.map((_, k) => [...confusion.counts.subarray(k * classes.length, (k + 1) * classes.length)]),
    calibration: calibrationBins(
      Array.from(predictions, (k, row) => ({
        confidence: said.data[row * classes.length + k] as number,
        isRight: k === truth[row],
      })),
    ),
  };
}

function perLabel(confusion: Confusion, classes: readonly string[]): ProjectEvaluation['perLabel'] {
  const { counts } = confusion;
  const f1 = f1OfClasses(confusion);
  const size = classes.length;
  return classes.map((label, k) => {
    const right = counts[k * (size + 1)] as number;
    const items = counts.subarray(k * size, (k + 1) * size).reduce((sum, count) => sum + count, 0);
    let predicted = 0;
    for (let row = 0; row < size; row++) predicted += counts[row * size + k] as number;
    return { label, items, precision: ratio(right, predicted), recall: ratio(right, items), f1: orNull(f1[k]) };
  });
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
