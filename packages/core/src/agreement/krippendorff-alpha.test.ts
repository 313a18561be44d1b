import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import {
  answersOf,
  middleOfTables,
  mixedUp,
  permutation,
  sharedRows,
  someTable,
  type Table,
  tableOf,
} from './answers.fixture.ts';
import { krippendorffAlpha, type Scale } from './krippendorff-alpha.ts';

const options = { random: createRandom(3), resamples: 20 };
const scales: readonly Scale[] = ['nominal', 'ordinal', 'interval'];

// Krippendorff 2011, "Computing Krippendorff's alpha-reliability", part C: four observers, twelve units
const units = tableOf(
  ...['1 1 . 1', '2 2 3 2', '3 3 3 3', '3 3 3 3', '2 2 2 2', '1 2 3 4'],
  ...['4 4 4 4', '1 1 2 1', '2 2 2 2', '. 5 5 5', '. . 1 1', '. 3 . .'],
);

/** By the matrix of coincidences, with the distances as they are written in the paper. */
function naiveAlpha(table: Table, scale: Scale): number | undefined {
  const rows = sharedRows(table).map((row) => row.filter((value) => value !== undefined));
  const values = [...new Set(rows.flat())].sort((a, b) => a - b);
  const coincidences = values.map(() => values.map(() => 0));
  for (const row of rows) {
    for (const [i, a] of row.entries()) {
      for (const [j, b] of row.entries()) {
        const line = coincidences[values.indexOf(a)];
        if (i !== j && line !== undefined)
          line[values.indexOf(b)] = (line[values.indexOf(b)] ?? 0) + 1 / (row.length - 1);
      }
    }
  }
  const totals = coincidences.map((line) => line.reduce((a, b) => a + b, 0));
  const n = totals.reduce((a, b) => a + b, 0);
  const between = (from: number, to: number): number => totals.slice(from, to + 1).reduce((a, b) => a + b, 0);
  const distance = (c: number, k: number): number => {
    if (c === k) return 0;
    if (scale === 'nominal') return 1;
    if (scale === 'interval') return ((values[c] ?? 0) - (values[k] ?? 0)) ** 2;
    const [low, high] = [Math.min(c, k), Math.max(c, k)];
    return (between(low, high) - ((totals[low] ?? 0) + (totals[high] ?? 0)) / 2) ** 2;
  };
  let [observed, expected] = [0, 0];
  for (const c of values.keys()) {
    for (const k of values.keys()) {
      observed += ((coincidences[c]?.[k] ?? 0) * distance(c, k)) / n;
      expected += ((totals[c] ?? 0) * (totals[k] ?? 0) * distance(c, k)) / (n * (n - 1));
    }
  }
  return expected === 0 ? undefined : 1 - observed / expected;
}

const alphaOf = (table: Table, scale: Scale) => krippendorffAlpha(answersOf(table), scale, options)?.value;

describe('krippendorffAlpha', () => {
  it("gives the values of Krippendorff's own example", () => {
    expect(alphaOf(units, 'nominal')).toBeCloseTo(0.743, 3);
    expect(alphaOf(units, 'ordinal')).toBeCloseTo(0.815, 3);
    expect(alphaOf(units, 'interval')).toBeCloseTo(0.849, 3);
  });

  it('agrees with the matrix of coincidences, and is the same under other names and orders', () => {
    fc.assert(
      fc.property(someTable, fc.nat(1000), fc.constantFrom(...scales), (table, seed, scale) => {
        const expected = sharedRows(table).length < 2 ? undefined : naiveAlpha(table, scale);
        const names = permutation(4, seed);
        const rename = {
          nominal: (value: number) => names[value] as number,
          // any growing function keeps ranks, any straight line keeps intervals
          ordinal: (value: number) => Math.exp(value) - 7,
          interval: (value: number) => 5 - 2.5 * value,
        }[scale];
        for (const answers of [answersOf(table), mixedUp(table, seed, rename)]) {
          const alpha = krippendorffAlpha(answers, scale, { ...options, resamples: 3 })?.value;
          if (expected === undefined) expect(alpha).toBeUndefined();
          else expect(alpha).toBeCloseTo(expected, 10);
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('has the interval of tables whose units are drawn again', () => {
    for (const scale of scales) {
      const random = { random: createRandom(8), resamples: 300 };
      const alpha = krippendorffAlpha(answersOf(units), scale, { ...random, random: createRandom(8) });
      const { low, high } = middleOfTables(sharedRows(units), (drawn) => naiveAlpha(drawn, scale), random);
      expect(alpha?.low).toBeCloseTo(low, 10);
      expect(alpha?.high).toBeCloseTo(high, 10);
      expect(low).toBeLessThan(high);
    }
  });

  it('is 1 when all agree, below 0 when they agree less than by chance', () => {
    for (const scale of scales) {
      expect(alphaOf(tableOf('0 0', '1 1 1', '3 3'), scale)).toBe(1);
      // four answers, two of each: observed distance 1, by chance 2/3
      expect(alphaOf(tableOf('0 1', '1 0'), scale)).toBeCloseTo(1 - 1 / (2 / 3), 12);
    }
  });

  it('is not there where there is nothing to agree about', () => {
    for (const scale of scales) {
      expect(alphaOf(tableOf('2 2', '2 2'), scale)).toBeUndefined();
      expect(alphaOf(tableOf('0', '1', '2'), scale)).toBeUndefined();
      expect(alphaOf(tableOf('0 1'), scale)).toBeUndefined();
      expect(alphaOf([], scale)).toBeUndefined();
    }
  });

  it('is a number for the largest and smallest values there are', () => {
    expect(
      alphaOf(
        [
          [1e308, 1e308],
          [-1e308, -1e308],
        ],
        'interval',
      ),
    ).toBe(1);
    expect(
      alphaOf(
        [
          [1e-300, 1e-300],
          [0, 0],
        ],
        'interval',
      ),
    ).toBe(1);
    expect(
      alphaOf(
        [
          [0, 0],
          [0, 0],
        ],
        'interval',
      ),
    ).toBeUndefined();
  });
});
