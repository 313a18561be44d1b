import { describe, expect, it } from 'vitest';
import { selectRows, toMatrix } from '../testing/select-rows.ts';
import entropyDensity from './entropy-density.ts';

/** 60 certain items, 30 between, 10 that are open: entropies 0, 0.56 and 0.69, so bins 0, 8 and 9 of 10. */
const kinds = Array.from({ length: 100 }, (_, row) => (row % 10 < 6 ? 0 : row % 10 < 9 ? 1 : 2));
const probabilities = toMatrix(kinds.map((kind) => [1 - kind / 4, kind / 4]));

function countKinds(rows: readonly number[]): number[] {
  return [0, 1, 2].map((kind) => rows.filter((row) => kinds[row] === kind).length);
}

describe('entropy-density', () => {
  it('asks of every bin in proportion to its size', async () => {
    const { rows, utilities } = await selectRows(entropyDensity, { probabilities }, { n: 10 });
    expect(countKinds(rows)).toEqual([6, 3, 1]);
    expect(utilities).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('rounds the largest remainders up', async () => {
    // shares 4.2, 2.1 and 0.7
    expect(countKinds((await selectRows(entropyDensity, { probabilities }, { n: 7 })).rows)).toEqual([4, 2, 1]);
    // shares 0.6, 0.3 and 0.1
    expect(countKinds((await selectRows(entropyDensity, { probabilities }, { n: 1 })).rows)).toEqual([1, 0, 0]);
  });

  it('spreads its first items like all of them', async () => {
    const { rows } = await selectRows(entropyDensity, { probabilities }, { n: 50 });
    expect(countKinds(rows)).toEqual([30, 15, 5]);
    for (const part of [10, 20, 30, 40]) {
      const expected = [0.6, 0.3, 0.1].map((share) => share * part);
      for (const [kind, count] of countKinds(rows.slice(0, part)).entries()) {
        expect(Math.abs(count - (expected[kind] as number))).toBeLessThanOrEqual(1);
      }
    }
  });

  it('draws every item of a bin equally often', async () => {
    const counts = new Array<number>(100).fill(0);
    for (let seed = 0; seed < 600; seed++) {
      const { rows } = await selectRows(entropyDensity, { probabilities }, { n: 10, seed });
      for (const row of rows) counts[row] = (counts[row] as number) + 1;
    }
    // each row has a chance of 1/10: mean 60, standard deviation 7.3
    for (const count of counts) expect(Math.abs(count - 60)).toBeLessThan(5 * 7.3);
  });

  it('sees the density of the candidates, not of rows that are labelled', async () => {
    const candidates = kinds.flatMap((kind, row) => (kind === 2 || row < 10 ? [row] : []));
    // 6 certain, 3 between, 10 open
    const { rows } = await selectRows(entropyDensity, { probabilities }, { n: 19, candidates });
    expect(countKinds(rows)).toEqual([6, 3, 10]);
  });

  it('takes a pool of one entropy', async () => {
    const equal = toMatrix(Array.from({ length: 30 }, () => [0.5, 0.5]));
    const { rows } = await selectRows(entropyDensity, { probabilities: equal }, { n: 30 });
    expect(rows.toSorted((a, b) => a - b)).toEqual(rows.map((_, i) => i));
  });
});
