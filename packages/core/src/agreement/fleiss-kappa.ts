import type { BootstrapOptions } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';
import type { Answers } from './answers.ts';
import { classCounts, equalPairs } from './class-counts.ts';
import { bootstrapItems } from './item-bootstrap.ts';

/**
 * Agreement of any number of annotators beyond chance, who need not be the same for every item. Fleiss 1971, in the general
 * form for items with different numbers of answers (Gwet 2014): every item counts alike, both in the observed agreement
 * (the mean share of equal pairs) and in the class shares p (the mean of the item's own). Expected: the sum of p^2.
 * With equally many answers to each item it is Fleiss' own.
 *
 * Items with a single answer are left out. The interval is the percentile bootstrap over items.
 *
 * @returns in [-1, 1]; 1 = all agree, 0 = as by chance. Undefined with fewer than two items that have two answers, or when
 *   they know one class only
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function fleissKappa(answers: Answers, options: BootstrapOptions): Estimate | undefined {
  const items = classCounts(answers, 2);
  const equal = Float64Array.from(items, equalPairs);
  const parts = items.map(({ total, counts }) =>
    Array.from(counts, ([value, count]) => [value, count / total] as const),
  );
  const shares = new Map<number, number>();
  return bootstrapItems(
    items.length,
    (times) => {
      shares.clear();
      let observed = 0;
      for (let i = 0; i < items.length; i++) {
        const weight = (times[i] as number) / items.length;
        if (weight === 0) continue;
        observed += weight * (equal[i] as number);
        for (const [value, share] of parts[i] ?? []) shares.set(value, (shares.get(value) ?? 0) + weight * share);
      }
      if (shares.size < 2) return undefined;
      let expected = 0;
      for (const share of shares.values()) expected += share * share;
      return (observed - expected) / (1 - expected);
    },
    options,
  );
}
