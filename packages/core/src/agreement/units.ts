import type { BootstrapOptions } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';
import { type Answers, answersByItem } from './answers.ts';
import { bootstrapItems, type Kinds, kindsOf } from './item-bootstrap.ts';

/** The items with at least two answers, which is what Krippendorff's alpha is made of: one of each kind. */
export interface Units {
  /** U, the number of kinds: items with the same answers are of one. */
  readonly size: number;
  readonly kinds: Kinds;
  /** [U + 1] kind `u` has the codes from `starts[u]` up to `starts[u + 1]`. */
  readonly starts: Int32Array;
  /** Place of each answer's value in the list of distinct values. */
  readonly codes: Int32Array;
}

/** Sums of the distances of values, over ordered pairs of answers. */
interface Distances {
  /** Over the pairs within a unit, those of a unit of m answers divided by m - 1. */
  readonly observed: number;
  /** Over the pairs of all answers. */
  readonly expected: number;
}

/** How an alpha sums distances when kind `u` counts `times[u]` times, and so value `v` occurs `counts[v]` times. */
export type SumDistances = (times: Int32Array, counts: Float64Array) => Distances;

/**
 * Brings answers into units.
 *
 * @param codeOf the place of an answer's value in the list of distinct values
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function unitsOf(answers: Answers<unknown>, codeOf: (place: number) => number): Units {
  const items = answersByItem(answers, 2).map(({ places }) => Int32Array.from(places, codeOf).sort());
  const kinds = kindsOf(items.map((codes) => codes.join()));
  const ofKind = Array.from(kinds.first, (item) => items[item] as Int32Array);
  const starts = new Int32Array(ofKind.length + 1);
  for (const [u, codes] of ofKind.entries()) starts[u + 1] = (starts[u] as number) + codes.length;
  return { size: ofKind.length, kinds, starts, codes: Int32Array.from(ofKind.flatMap((codes) => [...codes])) };
}

/**
 * Krippendorff's alpha with the percentile bootstrap over units: 1 - observed / expected mean distance.
 *
 * @param values number of distinct values, V
 * @returns undefined with fewer than two units, or a single value
 */
export function alphaOfUnits(
  units: Units,
  values: number,
  sum: SumDistances,
  options: BootstrapOptions,
): Estimate | undefined {
  const counts = new Float64Array(values);
  return bootstrapItems(
    units.kinds,
    (times) => {
      const answers = countValues(units, times, counts);
      if (counts.reduce((present, count) => present + (count > 0 ? 1 : 0), 0) < 2) return undefined;
      const { observed, expected } = sum(times, counts);
      // values that differ by less than rounding have no distance either
      return expected > 0 ? 1 - ((answers - 1) * observed) / expected : undefined;
    },
    options,
  );
}

/** For each kind of unit, the sum of distances over its ordered pairs, divided by its answers less one. */
export function sumsWithin({ size, starts, codes }: Units, distance: (a: number, b: number) => number): Float64Array {
  const sums = new Float64Array(size);
  for (let u = 0; u < size; u++) {
    const [start, end] = [starts[u] as number, starts[u + 1] as number];
    let sum = 0;
    for (let i = start; i < end; i++) {
      for (let j = start; j < i; j++) sum += distance(codes[i] as number, codes[j] as number);
    }
    sums[u] = (2 * sum) / (end - start - 1);
  }
  return sums;
}

/** Fills `counts` and returns its sum. */
function countValues({ size, starts, codes }: Units, times: Int32Array, counts: Float64Array): number {
  counts.fill(0);
  let answers = 0;
  for (let u = 0; u < size; u++) {
    const weight = times[u] as number;
    if (weight === 0) continue;
    const end = starts[u + 1] as number;
    for (let i = starts[u] as number; i < end; i++) {
      counts[codes[i] as number] = (counts[codes[i] as number] as number) + weight;
      answers += weight;
    }
  }
  return answers;
}
