import { AlaasError } from '../errors.ts';
import type { BootstrapOptions } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';
import type { Answers } from './answers.ts';
import { alphaOfUnits, type SumDistances, sumsWithin, type Units, unitsOf } from './units.ts';

/** What the values mean: classes without an order, ranks, or numbers whose differences count. */
export type Scale = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha: agreement beyond chance of any number of annotators, with answers missing, for classes, ranks and
 * numbers. Krippendorff 2011. Squared distance of two values: nominal 1 when they differ; interval their squared
 * difference; ordinal the squared number of answers between their ranks, half of those at the ends counted in.
 *
 * Items with a single answer are left out. The interval is the percentile bootstrap over items. O(resamples x answers).
 *
 * @param answers values are any finite numbers
 * @returns at most 1; 1 = all agree, 0 = as by chance, below 0 = less. Undefined with fewer than two items that have two
 *   answers, or when all these answers are equal
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function krippendorffAlpha(answers: Answers, scale: Scale, options: BootstrapOptions): Estimate | undefined {
  refuseNotFinite(answers.values);
  const values = Float64Array.from(new Set(Array.from(answers.values))).sort();
  const codeOf = new Map(Array.from(values, (value, code) => [value, code]));
  const units = unitsOf(answers, (place) => codeOf.get(answers.values[place] as number) as number);
  return alphaOfUnits(units, values.length, sumOf(scale, units, values), options);
}

function sumOf(scale: Scale, units: Units, values: Float64Array): SumDistances {
  if (scale === 'nominal') return sumUnequal(units);
  if (scale === 'interval') {
    // alpha does not depend on the unit, and squares of the largest numbers would overflow
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scaled = values.map((value) => value / largest);
    return (times, counts) => sumSquares(units, scaled, times, counts);
  }
  const ranks = new Float64Array(values.length);
  return (times, counts) => {
    // the ordinal distance of two values is that of their mid-ranks
    let below = 0;
    for (let v = 0; v < ranks.length; v++) {
      const count = counts[v] as number;
      ranks[v] = below + count / 2;
      below += count;
    }
    return sumSquares(units, ranks, times, counts);
  };
}

function sumUnequal(units: Units): SumDistances {
  const within = sumsWithin(units, (a, b) => (a === b ? 0 : 1));
  return (times, counts) => {
    let [observed, answers, equal] = [0, 0, 0];
    for (let u = 0; u < units.size; u++) observed += (times[u] as number) * (within[u] as number);
    for (const count of counts) {
      answers += count;
      equal += count * count;
    }
    return { observed, expected: answers * answers - equal };
  };
}

/** Squared differences of positions: over ordered pairs of m numbers, 2 m times the squares around their mean. */
function sumSquares(
  { size, starts, codes }: Units,
  positions: Float64Array,
  times: Int32Array,
  counts: Float64Array,
): ReturnType<SumDistances> {
  const positionAt = (i: number): number => positions[codes[i] as number] as number;
  let observed = 0;
  for (let u = 0; u < size; u++) {
    if (times[u] === 0) continue;
    const [start, end] = [starts[u] as number, starts[u + 1] as number];
    // from the first one, so that equal values give exactly 0
    const origin = positionAt(start);
    let [sum, squares] = [0, 0];
    for (let i = start + 1; i < end; i++) {
      const shift = positionAt(i) - origin;
      sum += shift;
      squares += shift * shift;
    }
    const m = end - start;
    observed += ((times[u] as number) * 2 * (m * squares - sum * sum)) / (m - 1);
  }
  let [answers, total] = [0, 0];
  for (let v = 0; v < counts.length; v++) {
    answers += counts[v] as number;
    total += (counts[v] as number) * (positions[v] as number);
  }
  const mean = total / answers;
  let spread = 0;
  for (let v = 0; v < counts.length; v++) spread += (counts[v] as number) * ((positions[v] as number) - mean) ** 2;
  return { observed, expected: 2 * answers * spread };
}

function refuseNotFinite(values: ArrayLike<number>): void {
  const place = Array.from(values).findIndex((value) => !Number.isFinite(value));
  if (place < 0) return;
  throw new AlaasError(
    'INVALID_LABELS',
    `Answer ${place} has the value ${values[place]}, which lies on no scale; leave it out.`,
  );
}
