import type { Matrix } from '../matrix.ts';
import { predictedClasses } from '../metrics/predicted-classes.ts';
import type { Answers, ItemAnswers } from './answers.ts';

/** How far the answers to shared items let one trust annotators and model. */
export interface Trust {
  /** Weight of each annotator by number, > 0; those who answered nothing have none. */
  readonly annotators: ReadonlyMap<number, number>;
  /** Mean weight of the annotators; 1 when there is none. */
  readonly meanAnnotator: number;
  /** Weight of the model, > 0. */
  readonly model: number;
  /** Chance that an answer is the consensus, in [0, 1]; undefined when no item has two answers. */
  readonly likelihood: number | undefined;
}

/** What the weights are computed from. */
export interface Evidence {
  readonly answers: Answers;
  readonly items: readonly ItemAnswers[];
  /** The class each of `items` is taken to be. */
  readonly classes: Int32Array;
  /** [N x K] */
  readonly probabilities: Matrix;
}

/** No weight and no error is 0, so that ratios stay finite. */
const LEAST = 1e-6;

/**
 * The weights of CROWDLAB (Goh, Tkachenko & Mueller 2022), from the items with at least two answers. A weight is 1 less the
 * ratio of two errors: an annotator's (disagreement with the others), or the model's (with the classes), over that of
 * always giving the most frequent of the classes. The model's grows with the root of the mean number of answers to an item.
 *
 * An annotator who shares no item with another gets the mean agreement of those who do. When nobody shares one there is
 * nothing to tell them apart by, and all weights are 1, as in ActiveLab (Goh & Mueller 2023).
 */
export function trustFrom({ answers, items, classes, probabilities }: Evidence): Trust {
  const names = new Set(
    items.flatMap(({ places }) => Array.from(places, (place) => answers.annotators[place] as number)),
  );
  const shared = items
    .map(({ item, places }, i) => ({ item, places, value: classes[i] as number }))
    .filter(({ places }) => places.length >= 2);
  if (shared.length === 0) {
    const annotators = new Map(Array.from(names, (name) => [name, 1]));
    return { annotators, meanAnnotator: 1, model: 1, likelihood: undefined };
  }
  const baseError = Math.max(1 - shareOfMostFrequent(shared.map(({ value }) => value)), LEAST);
  const weightOf = (agreement: number): number => Math.max(1 - (1 - agreement) / baseError, LEAST);
  const predicted = predictedClasses(probabilities);
  const modelAgreement = mean(shared.map(({ item, value }) => (predicted[item] === value ? 1 : 0)));
  const agreements = agreementsWithOthers(answers, shared);
  const typical = mean([...agreements.values()]);
  const annotators = new Map(Array.from(names, (name) => [name, weightOf(agreements.get(name) ?? typical)]));
  return {
    annotators,
    meanAnnotator: mean([...annotators.values()]),
    model: weightOf(modelAgreement) * Math.sqrt(mean(items.map(({ places }) => places.length))),
    likelihood: mean(shared.map(({ places, value }) => shareOf(places, (place) => answers.values[place] === value))),
  };
}

/** Of the pairs of each annotator's answers with another's to the same item, the share that is equal. */
function agreementsWithOthers({ annotators, values }: Answers, items: readonly ItemAnswers[]): Map<number, number> {
  const sums = new Map<number, { equal: number; pairs: number }>();
  for (const { places } of items) {
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number;
      const name = annotators[place] as number;
      const sum = sums.get(name) ?? { equal: 0, pairs: 0 };
      sums.set(name, sum);
      sum.pairs += places.length - 1;
      for (let j = 0; j < places.length; j++) {
        if (j !== i && values[places[j] as number] === values[place]) sum.equal++;
      }
    }
  }
  return new Map(Array.from(sums, ([name, { equal, pairs }]) => [name, equal / pairs]));
}

function shareOfMostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(...counts.values()) / values.length;
}

function shareOf(places: Int32Array, holds: (place: number) => boolean): number {
  return places.filter(holds).length / places.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
