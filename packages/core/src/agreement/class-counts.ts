import { type Answers, answersByItem, checkClassAnswers } from './answers.ts';

/** How often each class was given to one item. */
export interface ClassCounts {
  readonly item: number;
  /** Answers in all. */
  readonly total: number;
  /** Times each class was given, ascending by class; classes never given are not there. */
  readonly counts: ReadonlyMap<number, number>;
}

/**
 * Counts the answers of each item by class, ascending by item.
 *
 * @param least items with fewer answers are left out
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function classCounts(answers: Answers, least = 1): ClassCounts[] {
  checkClassAnswers(answers);
  return answersByItem(answers, least).map(({ item, places }) => {
    const counts = new Map<number, number>();
    for (const value of Array.from(places, (place) => answers.values[place] as number).sort((a, b) => a - b)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return { item, total: places.length, counts };
  });
}

/** Of the pairs of answers to an item with at least two, the share that is equal; in [0, 1]. */
export function equalPairs({ total, counts }: ClassCounts): number {
  let equal = 0;
  for (const count of counts.values()) equal += count * (count - 1);
  return equal / (total * (total - 1));
}
