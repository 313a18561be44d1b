import type { BootstrapOptions } from '../metrics/bootstrap.ts';
import type { Estimate } from '../metrics/estimate.ts';
import { type Answers, checkClassAnswers } from './answers.ts';
import type { SetDistance } from './set-distance.ts';
import { alphaOfUnits, sumsWithin, unitsOf } from './units.ts';

/** Of more distinct sets, the distances of all pairs are not kept: 4 MB for 1,024 of them. */
const MAX_KEPT = 1024;

/**
 * Krippendorff's alpha of answers that are sets of classes, with a distance of sets in place of the squared difference
 * (Passonneau 2006): `masiDistance` is the usual one, `jaccardDistance` is milder on sets that overlap.
 *
 * Items with a single answer are left out. The interval is the percentile bootstrap over items, O(resamples x V^2) for V
 * distinct sets; above 1,024 of them what chance would give is followed to first order only, which with that many answers
 * changes the ends by less than the draws do.
 *
 * @returns at most 1; 1 = all agree, 0 = as by chance, below 0 = less. Undefined with fewer than two items that have two
 *   answers, or when all these answers are equal
 * @throws AlaasError `INVALID_LABELS` naming the first bad answer
 */
export function setAlpha(
  answers: Answers<ReadonlySet<number>>,
  distance: SetDistance,
  options: BootstrapOptions,
): Estimate | undefined {
  checkClassAnswers(answers);
  const sets: ReadonlySet<number>[] = [];
  const codes = new Map<string, number>();
  const codeOf = (place: number): number => {
    const set = answers.values[place] as ReadonlySet<number>;
    const key = [...set].sort((a, b) => a - b).join();
    const code = codes.get(key) ?? sets.push(set) - 1;
    codes.set(key, code);
    return code;
  };
  const units = unitsOf(answers, codeOf);
  const between = (a: number, b: number): number =>
    a === b ? 0 : distance(sets[a] as ReadonlySet<number>, sets[b] as ReadonlySet<number>);
  const within = sumsWithin(units, between);
  const all = new Float64Array(sets.length);
  for (const u of units.kinds.ofItem) {
    for (const code of units.codes.subarray(units.starts[u], units.starts[u + 1]))
      all[code] = (all[code] as number) + 1;
  }
  const expectedOf = sets.length <= MAX_KEPT ? exactSum(sets.length, between) : linearSum(all, between);
  return alphaOfUnits(
    units,
    sets.length,
    (times, counts) => {
      let observed = 0;
      for (let u = 0; u < units.size; u++) observed += (times[u] as number) * (within[u] as number);
      return { observed, expected: expectedOf(counts) };
    },
    options,
  );
}

type ExpectedSum = (counts: Float64Array) => number;

/** The sum of distances over all ordered pairs, from the distances of each pair of values. */
export function exactSum(values: number, distance: (a: number, b: number) => number): ExpectedSum {
  // the lower triangle, row by row
  const distances = new Float64Array((values * (values - 1)) / 2);
  for (let a = 1, at = 0; a < values; a++) for (let b = 0; b < a; b++) distances[at++] = distance(a, b);
  return (counts) => {
    let sum = 0;
    for (let a = 1, start = 0; a < values; start += a++) {
      const count = counts[a] as number;
      if (count === 0) continue;
      let row = 0;
      for (let b = 0; b < a; b++) row += (counts[b] as number) * (distances[start + b] as number);
      sum += count * row;
    }
    return 2 * sum;
  };
}

/** The tangent of {@link exactSum} at the counts `at`: exact there, off by the square of the way elsewhere. */
export function linearSum(at: Float64Array, distance: (a: number, b: number) => number): ExpectedSum {
  const slopes = at.map((_, a) => at.reduce((sum, count, b) => sum + count * distance(a, b), 0));
  const atStart = at.reduce((sum, count, a) => sum + count * (slopes[a] as number), 0);
  return (counts) => {
    const reached = counts.reduce((sum, count, a) => sum + count * (slopes[a] as number), 0);
    return 2 * reached - atStart;
  };
}
