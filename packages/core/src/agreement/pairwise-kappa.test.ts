import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohenKappa } from '../metrics/kappa.ts';
import { createRandom } from '../random.ts';
import { answersOf, middleOfTables, mixedUp, permutation, someTable, type Table, tableOf } from './answers.fixture.ts';
import { pairwiseKappa } from './pairwise-kappa.ts';

const options = { random: createRandom(3), resamples: 50 };

/** Kappa of the first two columns by the function for two lists, which knows no missing answers. */
function naiveKappa(table: Table, [a, b]: readonly [number, number] = [0, 1]): number | undefined {
  const both = table.filter((row) => row[a] !== undefined && row[b] !== undefined);
  if (both.length < 2 || new Set(both.flatMap((row) => [row[a], row[b]])).size < 2) return undefined;
  const column = (c: number): Int32Array => Int32Array.from(both, (row) => row[c] as number);
  return cohenKappa(column(a), column(b));
}

const repeated = (times: number, row: string): string[] => Array.from({ length: times }, () => row);

describe('pairwiseKappa', () => {
  it('gives the kappa known in closed form', () => {
    // of 50 items both say yes to 20 and no to 15: observed 0.7, by chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5
    const table = tableOf(
      ...repeated(20, '1 1'),
      ...repeated(5, '1 0'),
      ...repeated(10, '0 1'),
      ...repeated(15, '0 0'),
    );
    const { pairs, meanKappa } = pairwiseKappa(answersOf(table), options);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]?.annotators).toEqual([0, 1]);
    expect(pairs[0]?.items).toBe(50);
    expect(pairs[0]?.observed.value).toBeCloseTo(0.7, 12);
    expect(pairs[0]?.kappa?.value).toBeCloseTo(0.4, 12);
    expect(meanKappa?.value).toBeCloseTo(0.4, 12);
  });

  it('agrees with the kappa of two lists for every pair, and is the same under other names and orders', () => {
    fc.assert(
      fc.property(someTable, fc.nat(1000), (table, seed) => {
        const { pairs, meanKappa } = pairwiseKappa(answersOf(table), { ...options, resamples: 5 });
        const kappas = pairs.map(({ annotators }) => naiveKappa(table, annotators));
        for (const [i, kappa] of kappas.entries()) expectClose(pairs[i]?.kappa?.value, kappa);
        const defined = kappas.filter((kappa) => kappa !== undefined);
        const mean = defined.length === 0 ? undefined : defined.reduce((a, b) => a + b, 0) / defined.length;
        expectClose(meanKappa?.value, mean);

        const names = permutation(4, seed);
        const other = pairwiseKappa(
          mixedUp(table, seed, (value) => names[value] as number),
          { ...options, resamples: 5 },
        );
        expectClose(other.meanKappa?.value, mean);
        const sorted = (of: typeof pairs): number[] => of.map(({ kappa }) => kappa?.value ?? -9).sort((a, b) => a - b);
        for (const [i, kappa] of sorted(pairs).entries()) expect(sorted(other.pairs)[i]).toBeCloseTo(kappa, 10);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('has the interval of tables whose items are drawn again', () => {
    const table = tableOf('0 0', '1 1', '2 2', '0 1', '1 1', '2 0', '0 0', '1 2', '2 2', '0 0');
    const random = createRandom(8);
    const { pairs } = pairwiseKappa(answersOf(table), { random, resamples: 400 });
    const expected = middleOfTables(table, naiveKappa, { random: random.fork('pair 0,1'), resamples: 400 });
    expect(pairs[0]?.kappa?.low).toBeCloseTo(expected.low, 12);
    expect(pairs[0]?.kappa?.high).toBeCloseTo(expected.high, 12);
    expect(pairwiseKappa(answersOf(table), { random, resamples: 400 }).pairs).toEqual(pairs);
  });

  it('has an interval that holds the true kappa about 95 times in 100', () => {
    // both yes 0.4, both no 0.3: observed 0.7, by chance 0.55 x 0.55 + 0.45 x 0.45
    const real = (0.7 - 0.505) / 0.495;
    let held = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = createRandom(seed);
      const rows = Array.from({ length: 100 }, () => {
        const share = random.next();
        if (share < 0.4) return '1 1';
        if (share < 0.7) return '0 0';
        return share < 0.85 ? '1 0' : '0 1';
      });
      const kappa = pairwiseKappa(answersOf(tableOf(...rows)), { random, resamples: 200 }).pairs[0]?.kappa;
      if (kappa !== undefined && kappa.low <= real && real <= kappa.high) held++;
    }
    expect(held / 300).toBeGreaterThan(0.9);
    expect(held / 300).toBeLessThan(0.99);
  });

  it('has no kappa where there is nothing to agree about', () => {
    const of = (...rows: string[]) => pairwiseKappa(answersOf(tableOf(...rows)), options);
    const oneClass = of('1 1', '1 1', '1 1');
    expect(oneClass.pairs[0]?.kappa).toBeUndefined();
    expect(oneClass.pairs[0]?.observed.value).toBe(1);
    expect(oneClass.meanKappa).toBeUndefined();
    expect(of('1', '0', '2')).toEqual({ pairs: [], meanKappa: undefined });
    expect(of('1 .', '. 0', '0 .')).toEqual({ pairs: [], meanKappa: undefined });
    expect(of('1 0').pairs[0]?.kappa).toBeUndefined();
    expect(pairwiseKappa(answersOf([]), options)).toEqual({ pairs: [], meanKappa: undefined });
    // always the other class: nothing in common by chance either
    expect(of('1 0', '1 0').pairs[0]?.kappa).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('leaves pairs without a kappa out of the mean', () => {
    // 0 and 1 agree on two classes; 1 and 2 share one item only
    const { pairs, meanKappa } = pairwiseKappa(answersOf(tableOf('0 0 .', '1 1 .', '1 1 0')), options);
    expect(pairs.map(({ annotators, kappa }) => [annotators.join(), kappa?.value])).toEqual([
      ['0,1', 1],
      ['0,2', undefined],
      ['1,2', undefined],
    ]);
    expect(meanKappa?.value).toBe(1);
  });
});

function expectClose(value: number | undefined, expected: number | undefined): void {
  if (expected === undefined) expect(value).toBeUndefined();
  else expect(value).toBeCloseTo(expected, 10);
}
