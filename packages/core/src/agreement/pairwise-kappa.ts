import type { BootstrapOptions } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';
import { wilsonInterval } from '../metrics/wilson.ts';
import { type Answers, answersByItem, checkClassAnswers } from './answers.ts';
import { bootstrapItems, kindsOf } from './item-bootstrap.ts';

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

type Classes = readonly [number, number];

/** What two annotators said about their items in common. */
interface Pair {
  readonly annotators: readonly [number, number];
  /** Places in the list of items with at least two answers. */
  readonly items: number[];
  readonly classes: Classes[];
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
  const shared = answersByItem(answers, 2).map(({ places }) => places);
  const pairs = pairsOf(answers, shared);
  const forked = (label: string): BootstrapOptions => ({ ...options, random: options.random.fork(label) });
  return {
    pairs: pairs.map((pair) => agreementOf(pair, forked(`pair ${pair.annotators}`))),
    meanKappa: meanOf(answers, { shared, pairs }, forked('mean')),
  };
}

function agreementOf({ annotators, items, classes }: Pair, options: BootstrapOptions): PairAgreement {
  const kinds = kindsOf(classes.map(String));
  const kappa = kappaOf(Array.from(kinds.first, (i) => classes[i] as Classes));
  return {
    annotators,
    items: items.length,
    observed: wilsonInterval(classes.filter(([a, b]) => a === b).length, items.length),
    kappa: bootstrapItems(kinds, (times) => kappa((kind) => times[kind] as number), options),
  };
}

interface Shared {
  /** Places of the answers to each item with at least two. */
  readonly shared: readonly Int32Array[];
  readonly pairs: readonly Pair[];
}

function meanOf(answers: Answers, { shared, pairs }: Shared, options: BootstrapOptions): Estimate | undefined {
  const { annotators, values } = answers;
  const kinds = kindsOf(shared.map((places) => Array.from(places, (p) => `${annotators[p]}:${values[p]}`).join()));
  const firstItems = Array.from(kinds.first, (item) => shared[item] as Int32Array);
  // pairs with a single item have no kappa, however often that item is drawn
  const singles = new Set(pairs.filter(({ items }) => items.length < 2).map((pair) => pair.annotators.join()));
  const byKind = pairsOf(answers, firstItems)
    .filter((pair) => !singles.has(pair.annotators.join()))
    .map(({ items, classes }) => ({ items, kappaAt: kappaOf(classes) }));
  const mean = (times: Int32Array): number | undefined => {
    let [sum, defined] = [0, 0];
    for (const { items, kappaAt } of byKind) {
      const kappa = kappaAt((i) => times[items[i] as number] as number);
      if (kappa === undefined) continue;
      sum += kappa;
      defined++;
    }
    return defined === 0 ? undefined : sum / defined;
  };
  return bootstrapItems(kinds, mean, options);
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

/**
 * A function that computes kappa when the classes at `i` count `times(i)` times; undefined where both know the same single
 * class, or nothing counts.
 */
function kappaOf(classes: readonly Classes[]): (times: (i: number) => number) => number | undefined {
  const codes = new Map([...new Set(classes.flat())].map((value, code) => [value, code]));
  const codesOf = (side: 0 | 1): Int32Array => Int32Array.from(classes, (pair) => codes.get(pair[side]) as number);
  const [first, second] = [codesOf(0), codesOf(1)];
  const [ofFirst, ofSecond] = [new Float64Array(codes.size), new Float64Array(codes.size)];
  return (times) => {
    ofFirst.fill(0);
    ofSecond.fill(0);
    let [n, equal, chance] = [0, 0, 0];
    for (let i = 0; i < first.length; i++) {
      const weight = times(i);
      const [a, b] = [first[i] as number, second[i] as number];
      n += weight;
      if (a === b) equal += weight;
      ofFirst[a] = (ofFirst[a] as number) + weight;
      ofSecond[b] = (ofSecond[b] as number) + weight;
    }
    for (let k = 0; k < ofFirst.length; k++) chance += (ofFirst[k] as number) * (ofSecond[k] as number);
    // counts are whole numbers, so that one class alone gives exactly n^2
    return chance === n * n ? undefined : (n * equal - chance) / (n * n - chance);
  };
}
