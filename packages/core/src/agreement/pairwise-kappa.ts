import type { BootstrapOptions } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';
import { wilsonInterval } from '../metrics/wilson.ts';
import { type Answers, answersByItem, checkClassAnswers } from './answers.ts';
import { bootstrapItems } from './item-bootstrap.ts';

/** How far two annotators agree on the items both have answered. */
export interface PairAgreement {
  /** Their numbers, the lower one first. */
  readonly annotators: readonly [number, number];
  /** Items both have answered, at least 1. */
  readonly items: number;
  /** Share of these to which both gave the same class, with Wilson's interval; in [0, 1]. */
  readonly observed: Estimate;
  /** Cohen's kappa, in [-1, 1]; undefined with fewer than two items, or when both know the same single class. */
  readonly kappa: Estimate | undefined;
}

/** The agreement of all pairs of annotators. */
export interface PairwiseAgreement {
  /** Those with an item in common, ascending by their numbers. */
  readonly pairs: readonly PairAgreement[];
  /** Mean kappa of the pairs that have one, each counting alike (Light 1971); undefined when none has. */
  readonly meanKappa: Estimate | undefined;
}

/** What two annotators said about their items in common. */
interface Pair {
  readonly annotators: readonly [number, number];
  /** Places in the list of items with at least two answers. */
  readonly items: number[];
  readonly classes: (readonly [number, number])[];
}

/**
 * Cohen's kappa (1960) of every pair of annotators, over the items both have answered.
 *
 * The intervals are percentile bootstraps: of a pair over its items in common, of the mean over all items with at least two
 * answers. O(resamples x pairs of answers).
 *
 * @param options the same stream of random numbers gives the same intervals; it is forked, not advanced
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function pairwiseKappa(answers: Answers, options: BootstrapOptions): PairwiseAgreement {
  checkClassAnswers(answers);
  const shared = answersByItem(answers, 2);
  const pairs = pairsOf(
    answers,
    shared.map(({ places }) => places),
  );
  const forked = (label: string): BootstrapOptions => ({ ...options, random: options.random.fork(label) });
  const meanKappa = (times: Int32Array): number | undefined => {
    const kappas = pairs
      .filter(({ items }) => items.length >= 2)
      .map(({ items, classes }) => kappaOf(classes, (i) => times[items[i] as number] as number))
      .filter((kappa) => kappa !== undefined);
    return kappas.length === 0 ? undefined : kappas.reduce((a, b) => a + b, 0) / kappas.length;
  };
  return {
    pairs: pairs.map(({ annotators, items, classes }) => ({
      annotators,
      items: items.length,
      observed: wilsonInterval(classes.filter(([a, b]) => a === b).length, items.length),
      kappa: bootstrapItems(
        items.length,
        (times) => kappaOf(classes, (i) => times[i] as number),
        forked(`pair ${annotators}`),
      ),
    })),
    meanKappa: bootstrapItems(shared.length, meanKappa, forked('mean')),
  };
}

function pairsOf({ annotators, values }: Answers, items: readonly Int32Array[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const [item, places] of items.entries()) {
    for (const [at, first] of places.entries()) {
      for (const second of places.subarray(at + 1)) {
        const [a, b] = [annotators[first] as number, annotators[second] as number];
        const pair = pairs.get(`${a} ${b}`) ?? { annotators: [a, b], items: [], classes: [] };
        pairs.set(`${a} ${b}`, pair);
        pair.items.push(item);
        pair.classes.push([values[first] as number, values[second] as number]);
      }
    }
  }
  return [...pairs.values()].sort((a, b) => a.annotators[0] - b.annotators[0] || a.annotators[1] - b.annotators[1]);
}

/** Kappa when item `i` counts `times(i)` times; undefined where both know the same single class, or nothing counts. */
function kappaOf(classes: readonly (readonly [number, number])[], times: (i: number) => number): number | undefined {
  const [ofFirst, ofSecond] = [new Map<number, number>(), new Map<number, number>()];
  let [n, equal] = [0, 0];
  for (const [i, [a, b]] of classes.entries()) {
    const weight = times(i);
    if (weight === 0) continue;
    n += weight;
    if (a === b) equal += weight;
    ofFirst.set(a, (ofFirst.get(a) ?? 0) + weight);
    ofSecond.set(b, (ofSecond.get(b) ?? 0) + weight);
  }
  let chance = 0;
  for (const [value, count] of ofFirst) chance += count * (ofSecond.get(value) ?? 0);
  // counts are whole numbers, so that one class alone gives exactly n^2
  return chance === n * n ? undefined : (n * equal - chance) / (n * n - chance);
}
