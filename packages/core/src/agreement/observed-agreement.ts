import type { Estimate } from '../metrics/estimate.ts';
import { wilsonInterval } from '../metrics/wilson.ts';
import type { Answers } from './answers.ts';
import { classCounts, equalPairs } from './class-counts.ts';

/**
 * How often two annotators give an item the same class: the share of equal pairs of answers, in the mean over the items
 * with at least two answers. Chance is not taken off.
 *
 * The interval is Wilson's with one trial per item; of items with more than two answers it is too wide rather than too
 * narrow, as a share varies less than a yes or no.
 *
 * @returns in [0, 1]; 1 = all agree. Undefined when no item has two answers
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function observedAgreement(answers: Answers): Estimate | undefined {
  const items = classCounts(answers, 2);
  if (items.length === 0) return undefined;
  const equal = items.reduce((sum, item) => sum + equalPairs(item), 0);
  return wilsonInterval(equal, items.length);
}
