import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { answersOf, middleOfTables, sharedRows, type Table } from './answers.fixture.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { exactSum, linearSum, setAlpha } from './set-alpha.ts';
import { jaccardDistance, masiDistance, type SetDistance } from './set-distance.ts';

type Sets = Table<ReadonlySet<number>>;

const set = (...classes: number[]): ReadonlySet<number> => new Set(classes);
const options = { random: createRandom(3), resamples: 20 };
const someSet = fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 3 });
const someSets = fc.array(fc.array(fc.option(someSet, { nil: undefined, freq: 3 }), { minLength: 3, maxLength: 3 }), {
  minLength: 2,
  maxLength: 8,
});
const setsOf = (table: Table<readonly number[]>): Sets =>
  table.map((row) => row.map((classes) => (classes === undefined ? undefined : new Set(classes))));

/** By the pairs: the mean distance within units, weighted by answers, over that of all pairs. */
function naiveAlpha(table: Sets, distance: SetDistance): number | undefined {
  const rows = sharedRows(table).map((row) => row.filter((value) => value !== undefined));
  const meanPair = (sets: readonly ReadonlySet<number>[]): number =>
    sets.flatMap((a, i) => sets.flatMap((b, j) => (i === j ? [] : [distance(a, b)]))).reduce((a, b) => a + b, 0) /
    (sets.length * (sets.length - 1));
  const all = rows.flat();
  const observed = rows.reduce((sum, row) => sum + (row.length / all.length) * meanPair(row), 0);
  const expected = meanPair(all);
  return rows.length < 2 || expected === 0 ? undefined : 1 - observed / expected;
}

describe('distances of sets', () => {
  it('are those of the papers', () => {
    // two of four classes in both, neither holds the other
    expect(jaccardDistance(set(1, 2, 3), set(2, 3, 4))).toBe(0.5);
    expect(masiDistance(set(1, 2, 3), set(2, 3, 4))).toBeCloseTo(1 - 0.5 / 3, 12);
    // one of two, and the first holds the second
    expect(jaccardDistance(set(1, 2), set(1))).toBe(0.5);
    expect(masiDistance(set(1, 2), set(1))).toBeCloseTo(1 - (0.5 * 2) / 3, 12);
    for (const distance of [jaccardDistance, masiDistance]) {
      expect(distance(set(1, 2), set(2, 1))).toBe(0);
      expect(distance(set(), set())).toBe(0);
      expect(distance(set(1), set(2))).toBe(1);
      expect(distance(set(), set(2))).toBe(1);
    }
  });

  it('are symmetric, and MASI is never the smaller one', () => {
    fc.assert(
      fc.property(someSet, someSet, (a, b) => {
        const [first, second] = [new Set(a), new Set(b)];
        for (const distance of [jaccardDistance, masiDistance])
          expect(distance(first, second)).toBe(distance(second, first));
        expect(masiDistance(first, second)).toBeGreaterThanOrEqual(jaccardDistance(first, second));
      }),
      { seed: 4 },
    );
  });
});

describe('setAlpha', () => {
  it('agrees with the mean distance of all pairs, and is the same under other names and orders', () => {
    fc.assert(
      fc.property(someSets, fc.constantFrom(jaccardDistance, masiDistance), (table, distance) => {
        const expected = naiveAlpha(setsOf(table), distance);
        const renamed = table
          .map((row) => row.map((classes) => classes?.map((k) => 9 - k).reverse()).reverse())
          .reverse();
        for (const answers of [answersOf(setsOf(table)), answersOf(setsOf(renamed))]) {
          const alpha = setAlpha(answers, distance, { ...options, resamples: 3 })?.value;
          if (expected === undefined) expect(alpha).toBeUndefined();
          else expect(alpha).toBeCloseTo(expected, 10);
        }
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('is the nominal alpha where every set holds one class', () => {
    const table = [
      [0, 0, 1],
      [2, 2, 2],
      [1, 1, undefined],
      [0, 2, 0],
    ];
    const single = answersOf(setsOf(table.map((row) => row.map((k) => (k === undefined ? undefined : [k])))));
    const nominal = krippendorffAlpha(answersOf(table), 'nominal', { ...options, random: createRandom(6) });
    const alpha = setAlpha(single, masiDistance, { ...options, random: createRandom(6) });
    expect(alpha?.value).toBeCloseTo(nominal?.value ?? 9, 12);
    expect(alpha?.low).toBeCloseTo(nominal?.low ?? 9, 12);
    expect(alpha?.high).toBeCloseTo(nominal?.high ?? 9, 12);
  });

  it('has the interval of tables whose items are drawn again', () => {
    const table = setsOf([
      [[0], [0, 1]],
      [[1], [1]],
      [[], [2]],
      [
        [0, 1, 2],
        [0, 1],
      ],
      [[2], [2]],
      [
        [1, 2],
        [1, 2],
      ],
    ]);
    const alpha = setAlpha(answersOf(table), masiDistance, { random: createRandom(8), resamples: 300 });
    const redrawn = { random: createRandom(8), resamples: 300 };
    const { low, high } = middleOfTables(table, (drawn) => naiveAlpha(drawn, masiDistance), redrawn);
    expect(alpha?.low).toBeCloseTo(low, 10);
    expect(alpha?.high).toBeCloseTo(high, 10);
  });

  it('is not there where there is nothing to agree about', () => {
    const of = (table: Table<readonly number[]>) => setAlpha(answersOf(setsOf(table)), jaccardDistance, options);
    expect(
      of([
        [
          [1, 2],
          [2, 1],
        ],
        [
          [1, 2],
          [1, 2],
        ],
      ]),
    ).toBeUndefined();
    expect(of([[[1]], [[2]]])).toBeUndefined();
    expect(of([[[1], [2]]])).toBeUndefined();
    expect(of([])).toBeUndefined();
  });
});

describe('a set that holds no class number', () => {
  it('is refused, also of an item with a single answer', () => {
    const table = setsOf([[[0], [1]], [[1], [1]], [[2, Number.NaN]]]);
    expect(() => setAlpha(answersOf(table), masiDistance, options)).toThrow(
      'Answer 4 has class number NaN, and classes count from 0.',
    );
  });
});

describe('the sum to first order, for many distinct sets', () => {
  const distance = (a: number, b: number): number => Math.abs(a - b) / 9;

  it('is exact at its own counts, and off by the sum over the difference elsewhere', () => {
    const at = Float64Array.of(3, 0, 2, 5);
    const other = Float64Array.of(2, 1, 2, 5);
    const exact = exactSum(4, distance);
    const linear = linearSum(at, distance);
    expect(linear(at)).toBeCloseTo(exact(at), 12);
    expect(exact(other) - linear(other)).toBeCloseTo(exact(other.map((count, i) => count - (at[i] ?? 0))), 12);
  });

  it('gives nearly the interval of the exact one for 1,025 sets', () => {
    // sets of up to 11 of 11 classes by their bits; every other item has a disagreement
    const bits = (code: number): number[] => Array.from({ length: 11 }, (_, k) => k).filter((k) => (code >> k) & 1);
    const table = (codes: number) =>
      setsOf(Array.from({ length: 1025 }, (_, i) => [bits(i % codes), bits((i + (i % 2)) % codes)]));
    const many = setAlpha(answersOf(table(1025)), jaccardDistance, { random: createRandom(1), resamples: 60 });
    const few = setAlpha(answersOf(table(1024)), jaccardDistance, { random: createRandom(1), resamples: 60 });
    expect(many?.value).toBeCloseTo(few?.value ?? 0, 2);
    expect(Math.abs((many?.low ?? 0) - (few?.low ?? 1))).toBeLessThan(0.003);
    expect(Math.abs((many?.high ?? 0) - (few?.high ?? 1))).toBeLessThan(0.003);
  });
});
