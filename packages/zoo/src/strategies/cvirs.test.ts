import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { choose, randomNumbers } from '../testing/run-strategy.ts';
import { toMatrix } from '../testing/select-rows.ts';
import cvirs from './cvirs.ts';

const entropyOf = (shares: number[]): number => shares.reduce((h, p) => (p > 0 ? h - p * Math.log(p) : h), 0);

/** Entropy distance straight from its definition. */
function distance(a: number[], b: number[]): number {
  if (a.every((flag, j) => flag !== b[j])) return 1;
  const share = (test: (x: number, y: number) => boolean): number =>
    a.filter((x, j) => test(x, b[j] as number)).length / a.length;
  const joint = entropyOf([0, 1].flatMap((x) => [0, 1].map((y) => share((s, t) => s === x && t === y))));
  const ownA = entropyOf([0, 1].map((x) => share((s) => s === x)));
  const ownB = entropyOf([0, 1].map((y) => share((_, t) => t === y)));
  return joint === 0 ? 0 : (2 * joint - ownA - ownB) / joint;
}

describe('cvirs', () => {
  it('multiplies rank and inconsistency, by hand', async () => {
    const labelProbabilities = toMatrix([
      [0.5, 0.75, 0, 0],
      [0.625, 0.625, 1, 0],
      [1, 0.5, 0, 0],
      [0, 0, 0, 0],
    ]);
    const signals = { labelProbabilities, labelSets: toMatrix([[1, 1, 0, 0]]) };
    const { rows, utilities } = await choose(cvirs, { size: 4, signals, labelled: [3] }, { n: 3 });
    // distances to 1/2, least first: label 0: rows 0, 1, 2; label 1: rows 2, 1, 0; labels 2 and 3 all equal, rank 2
    // s = (2 + 0 + 1 + 1) / 8, (1 + 1 + 1 + 1) / 8, (0 + 2 + 1 + 1) / 8: all 1/2
    // predicted 0100, 1110, 1000 against 1100: cells 1 0 1 2, 2 1 0 1, 1 0 1 2
    const joint = 1.5 * Math.LN2;
    const one = entropyOf([0.25, 0.75]);
    const d = (2 * joint - one - Math.LN2) / joint;
    for (const utility of utilities) expect(utility).toBeCloseTo(d / 2, 12);
    expect(rows.toSorted()).toEqual([0, 1, 2]);
  });

  it('takes sets that differ in every label for farthest, although one tells the other', async () => {
    const labelProbabilities = toMatrix([
      [1, 1, 0],
      [0, 0, 1],
      [1, 0, 1],
      [0, 0, 0],
    ]);
    const signals = { labelProbabilities, labelSets: toMatrix([[1, 1, 0]]) };
    const { rows, utilities } = await choose(cvirs, { size: 4, signals, labelled: [3] }, { n: 3 });
    expect(rows).toEqual([1, 2, 0]);
    // all rank alike: s = 1/2
    expect(utilities[0]).toBeCloseTo(0.5, 12);
    expect(utilities[1]).toBeGreaterThan(0);
    expect(utilities[1]).toBeLessThan(0.5);
    expect(utilities[2]).toBe(0);
  });

  it('agrees with its definition, over more labels than a word has bits', async () => {
    const [size, columns] = [60, 40];
    const values = randomNumbers(size * columns, 6).map((u) => Math.round(u * 32) / 32);
    const labelProbabilities = matrix(Float32Array.from(values), columns);
    const labelled = [3, 10, 11, 29, 50];
    const sets = labelled.map((_, i) => randomNumbers(columns, 70 + i).map((u) => (u < 0.4 ? 1 : 0)));
    const signals = { labelProbabilities, labelSets: toMatrix(sets) };
    const open = Array.from({ length: size }, (_, i) => i).filter((i) => !labelled.includes(i));
    const p = (row: number): number[] => values.slice(row * columns, (row + 1) * columns);
    const closeness = (row: number, j: number): number => Math.abs(2 * (p(row)[j] as number) - 1);
    const expected = new Map(
      open.map((row) => {
        let s = 0;
        for (let j = 0; j < columns; j++) {
          const less = open.filter((other) => closeness(other, j) < closeness(row, j)).length;
          const equal = open.filter((other) => closeness(other, j) === closeness(row, j)).length;
          s += (open.length - (less + (equal + 1) / 2)) / ((open.length - 1) * columns);
        }
        const own = p(row).map((q) => (q > 0.5 ? 1 : 0));
        const v = sets.reduce((sum, set) => sum + distance(own, set) / sets.length, 0);
        return [row, s * v];
      }),
    );
    const { rows, utilities } = await choose(cvirs, { size, signals, labelled }, { n: 20 });
    const best = [...expected.values()].sort((a, b) => b - a).slice(0, 20);
    for (const [rank, row] of rows.entries()) {
      expect(utilities[rank]).toBeCloseTo(expected.get(row) as number, 12);
      expect(utilities[rank]).toBeCloseTo(best[rank] as number, 12);
    }
  });

  it('goes by rank alone where nothing is labelled', async () => {
    const signals = { labelProbabilities: toMatrix([[0.9], [0.5], [0.6]]), labelSets: matrix(new Float32Array(), 1) };
    expect(await choose(cvirs, { size: 3, signals }, { n: 3 })).toEqual({ rows: [1, 2, 0], utilities: [1, 0.5, 0] });
  });
});
