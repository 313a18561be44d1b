import type { BootstrapOptions } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';
import type { Answers } from './answers.ts';
import { type ClassCounts, classCounts, equalPairs } from './class-counts.ts';
import { bootstrapItems, kindsOf } from './item-bootstrap.ts';

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
  const kinds = kindsOf(items.map(({ counts }) => [...counts].join()));
  const parts = Array.from(kinds.first, (item) => partsOf(items[item] as ClassCounts));
  const shares = new Map<number, number>();
  return bootstrapItems(
    kinds,
    (times) => {
      shares.clear();
      let observed = 0;
      for (const [kind, { equal, ofClasses }] of parts.entries()) {
        const weight = (times[kind] as number) / items.length;
        if (weight === 0) continue;
        observed += weight * equal;
        for (const [value, share] of ofClasses) shares.set(value, (shares.get(value) ?? 0) + weight * share);
      }
      if (shares.size < 2) return undefined;
      let expected = 0;
      for (const share of shares.values()) expected += share * share;
      return (observed - expected) / (1 - expected);
    },
    options,
  );
}

interface Parts {
  readonly equal: number;
  /** Class numbers with their share of the item's answers. */
  readonly ofClasses: readonly (readonly [number, number])[];
}

function partsOf(item: ClassCounts): Parts {
  const ofClasses = Array.from(item.counts, ([value, count]) => [value, count / item.total] as const);
  return { equal: equalPairs(item), ofClasses };
}
