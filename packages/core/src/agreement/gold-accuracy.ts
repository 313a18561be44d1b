import type { Estimate } from '../metrics/estimate.ts';
import { wilsonInterval } from '../metrics/wilson.ts';
import { type Answers, answersByItem, checkClassAnswers } from './answers.ts';

/** How an annotator did on items whose class is known. */
export interface GoldAccuracy {
  readonly annotator: number;
  /** Gold items answered, at least 1. */
  readonly items: number;
  /** Of these, answered right. */
  readonly right: number;
  /** Share answered right, with Wilson's interval; in [0, 1]. */
  readonly accuracy: Estimate;
}

/**
 * The accuracy of each annotator who has answered a gold item, ascending by number.
 *
 * @param gold the true class number of each gold item
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function goldAccuracy(answers: Answers, gold: ReadonlyMap<number, number>): GoldAccuracy[] {
  checkClassAnswers(answers);
  const counts = new Map<number, { items: number; right: number }>();
  for (const { item, places } of answersByItem(answers)) {
    const truth = gold.get(item);
    if (truth === undefined) continue;
    for (const place of places) {
      const annotator = answers.annotators[place] as number;
      const { items, right } = counts.get(annotator) ?? { items: 0, right: 0 };
      counts.set(annotator, { items: items + 1, right: right + (answers.values[place] === truth ? 1 : 0) });
    }
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([annotator, { items, right }]) => ({ annotator, items, right, accuracy: wilsonInterval(right, items) }));
}
