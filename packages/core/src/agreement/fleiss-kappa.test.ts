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
import { fleissKappa } from './fleiss-kappa.ts';
import { observedAgreement } from './observed-agreement.ts';

const options = { random: createRandom(3), resamples: 20 };

/** Pair by pair, and class by class. */
function naive(table: Table): { observed: number; kappa: number | undefined } | undefined {
  const rows = sharedRows(table).map((row) => row.filter((value) => value !== undefined));
  if (rows.length === 0) return undefined;
  const meanOf = (read: (row: readonly number[]) => number): number =>
    rows.reduce((sum, row) => sum + read(row), 0) / rows.length;
  const observed = meanOf((row) => {
    const pairs = row.flatMap((a, i) => row.flatMap((b, j) => (i === j ? [] : [a === b ? 1 : 0])));
    return pairs.reduce<number>((sum, equal) => sum + equal, 0) / pairs.length;
  });
  const classes = new Set(rows.flat());
  const expected = [...classes].reduce(
    (sum, k) => sum + meanOf((row) => row.filter((v) => v === k).length / row.length) ** 2,
    0,
  );
  return { observed, kappa: classes.size < 2 ? undefined : (observed - expected) / (1 - expected) };
}

describe('fleissKappa', () => {
  it('gives the textbook value of ten items and fourteen raters', () => {
    // how many raters gave each of five classes: an example that goes from hand to hand; 0.210 there
    const counts = [
      ...[
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
      ],
      ...[
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
      ],
    ];
    const table = counts.map((row) => row.flatMap((count, k) => Array.from({ length: count }, () => k)));
    expect(fleissKappa(answersOf(table), options)?.value).toBeCloseTo(0.21, 3);
    expect(observedAgreement(answersOf(table))?.value).toBeCloseTo(0.378, 3);
  });

  it('agrees with counting pair by pair, and is the same under other names and orders', () => {
    fc.assert(
      fc.property(someTable, fc.nat(1000), (table, seed) => {
        const expected = naive(table);
        const names = permutation(4, seed);
        for (const answers of [answersOf(table), mixedUp(table, seed, (value) => names[value] as number)]) {
          const kappa = fleissKappa(answers, { ...options, resamples: 3 })?.value;
          const isMeasured = expected?.kappa !== undefined && sharedRows(table).length >= 2;
          if (isMeasured) expect(kappa).toBeCloseTo(expected.kappa as number, 10);
          else expect(kappa).toBeUndefined();
          const observed = observedAgreement(answers)?.value;
          if (expected === undefined) expect(observed).toBeUndefined();
          else expect(observed).toBeCloseTo(expected.observed, 12);
        }
      }),
      { seed: 2, numRuns: 150 },
    );
  });

  it('has the interval of tables whose items are drawn again', () => {
    const table = tableOf('0 0 .', '1 1 1', '2 . 2', '0 1 1', '1 1 .', '2 0 1', '0 0 0', '. 2 2');
    const kappa = fleissKappa(answersOf(table), { random: createRandom(8), resamples: 400 });
    const { low, high } = middleOfTables(table, (drawn) => naive(drawn)?.kappa, {
      random: createRandom(8),
      resamples: 400,
    });
    expect(kappa?.low).toBeCloseTo(low, 12);
    expect(kappa?.high).toBeCloseTo(high, 12);
    expect(low).toBeLessThan(kappa?.value ?? 0);
    expect(high).toBeGreaterThan(kappa?.value ?? 1);
  });

  it('is 1 when all agree, and not there where there is nothing to agree about', () => {
    const of = (...rows: string[]) => fleissKappa(answersOf(tableOf(...rows)), options)?.value;
    expect(of('0 0', '1 1 1')).toBe(1);
    expect(of('1 1', '1 1')).toBeUndefined();
    expect(of('0', '1', '0')).toBeUndefined();
    expect(of('0 1')).toBeUndefined();
    expect(fleissKappa(answersOf([]), options)).toBeUndefined();
  });
});

describe('observedAgreement', () => {
  it('does not take three equal pairs of three for certainty', () => {
    const agreement = observedAgreement(answersOf(tableOf('0 0', '0 0', '0 0')));
    expect([agreement?.value, agreement?.high]).toEqual([1, 1]);
    // Wilson's lower end of n of n: n / (n + z^2)
    expect(agreement?.low).toBeCloseTo(3 / (3 + 3.841459), 6);
  });
});
