import { createRandom, type Matrix, type ProjectEvaluation, quantile, type Random, wilsonInterval } from '@alaas/core';
import type { LabelledItem } from './labelled-items.ts';
import { calibrationBins, ratio, resamplesFor } from './measure-parts.ts';

/** Counts of one label's yes. */
interface Counts {
  right: number;
  /** True or said, added up. */
  sides: number;
}

/**
 * Measures heads of a task in which an item may have several labels, or none. Accuracy: the share of items on which every
 * label is right. Macro F1: the mean over the labels that are true or said of some item. Calibration is shown over all pairs
 * of item and label; since these depend on each other, its error has no honest interval and is left out.
 *
 * @param said [items x K] probabilities of yes
 */
export function measureSeveral(
  items: readonly LabelledItem[],
  said: Matrix,
  classes: readonly string[],
  seed: number,
): ProjectEvaluation {
  const size = classes.length;
  const truth = items.map(({ value }) => new Set(typeof value === 'string' ? [value] : value));
  const isTrue = (row: number, k: number): boolean => truth[row]?.has(classes[k] as string) ?? false;
  const isSaid = (row: number, k: number): boolean => (said.data[row * size + k] as number) > 0.5;
  const rows = items.map((_, row) => {
    const places = classes.map((_label, k) => k).filter((k) => isTrue(row, k) || isSaid(row, k));
    return places.map((k) => ({
      k,
      isRight: isTrue(row, k) && isSaid(row, k),
      isOne: isTrue(row, k) !== isSaid(row, k),
    }));
  });
  const exact = rows.filter((places) => places.every(({ isRight }) => isRight)).length;
  let squares = 0;
  const answers: { confidence: number; isRight: boolean }[] = [];
  for (let row = 0; row < items.length; row++) {
    for (let k = 0; k < size; k++) {
      const yes = said.data[row * size + k] as number;
      squares += 2 * (yes - (isTrue(row, k) ? 1 : 0)) ** 2;
      answers.push({ confidence: Math.max(yes, 1 - yes), isRight: isTrue(row, k) === isSaid(row, k) });
    }
  }
  return {
    items: items.length,
    accuracy: wilsonInterval(exact, items.length),
    macroF1: f1WithInterval(rows, size, createRandom(seed).fork('f1')),
    calibrationError: null,
    brierScore: ratio(squares, items.length * size),
    perLabel: classes.map((label, k) => {
      const [true_, said_, both] = [
        isTrue,
        isSaid,
        (row: number, of: number) => isTrue(row, of) && isSaid(row, of),
      ].map((holds) => items.filter((_, row) => holds(row, k)).length) as [number, number, number];
      return {
        label,
        items: true_,
        precision: ratio(both, said_),
        recall: ratio(both, true_),
        f1: ratio(2 * both, true_ + said_),
      };
    }),
    calibration: calibrationBins(answers),
  };
}

type Row = readonly { readonly k: number; readonly isRight: boolean; readonly isOne: boolean }[];

/**
 * The Bayesian bootstrap over items (Rubin 1981); every draw adds one label that is right and one that is wrong, as core's
 * macro F1 does, so that a flawless sample is no proof of a perfect model.
 */
function f1WithInterval(rows: readonly Row[], size: number, random: Random): ProjectEvaluation['macroF1'] {
  const value = macro(rows, size, () => 1);
  if (Number.isNaN(value)) return null;
  const seen = [...new Set(rows.flatMap((places) => places.map(({ k }) => k)))];
  const some = (): number => seen[random.below(seen.length)] as number;
  const weight = (): number => -Math.log(1 - random.next());
  const draws = Array.from({ length: resamplesFor(rows.length) }, () =>
    macro(
      [...rows, [{ k: some(), isRight: true, isOne: false }], [{ k: some(), isRight: false, isOne: true }]],
      size,
      weight,
    ),
  );
  const sorted = Float64Array.from(draws).sort();
  return { value, low: Math.min(value, quantile(sorted, 0.025)), high: Math.max(value, quantile(sorted, 0.975)) };
}

/** NaN where no label is true or said of any row. */
function macro(rows: readonly Row[], size: number, weigh: () => number): number {
  const counts: Counts[] = Array.from({ length: size }, () => ({ right: 0, sides: 0 }));
  for (const places of rows) {
    const weight = weigh();
    for (const { k, isRight, isOne } of places) {
      const count = counts[k] as Counts;
      count.right += isRight ? weight : 0;
      count.sides += isOne ? weight : 2 * weight;
    }
  }
  const scores = counts.filter(({ sides }) => sides > 0).map(({ right, sides }) => (2 * right) / sides);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
