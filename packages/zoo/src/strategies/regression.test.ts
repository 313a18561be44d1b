import { type Matrix, matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud } from '../testing/pool.ts';
import { choose, randomNumbers, score } from '../testing/run-strategy.ts';
import { toMatrix } from '../testing/select-rows.ts';
import greedyInputTarget from './greedy-input-target.ts';
import greedyTarget from './greedy-target.ts';
import predictionStd from './prediction-std.ts';

describe('prediction-std', () => {
  it('is the standard deviation over the models, by hand', () => {
    // 1 and 3 lie 1 from their mean; 2, 2, 8 have the mean 4 and the mean square (4 + 4 + 16) / 3
    expect(
      score(predictionStd, 2, {
        predictions: toMatrix([
          [1, 3],
          [5, 5],
        ]),
      }),
    ).toEqual([1, 0]);
    expect(score(predictionStd, 1, { predictions: toMatrix([[2, 2, 8]]) })[0]).toBeCloseTo(Math.sqrt(8), 12);
  });

  it('does not lose a small spread of large values', () => {
    expect(score(predictionStd, 1, { predictions: toMatrix([[2 ** 23, 2 ** 23 + 1]]) })).toEqual([0.5]);
  });

  it('refuses the predictions of a single model', () => {
    expect(() => score(predictionStd, 2, { predictions: toMatrix([[1], [2]]) })).toThrow(
      expect.objectContaining({ code: 'STRATEGY_NEEDS', message: expect.stringContaining('at least 2 models') }),
    );
  });
});

/** Farthest-first by comparing everything with everything. */
function plainly(
  open: readonly number[],
  n: number,
  {
    known,
    first,
    between,
  }: {
    /** Distance to the nearest known point. */
    known: (row: number) => number;
    first: number | undefined;
    between: (row: number, other: number) => number;
  },
): { rows: number[]; utilities: number[] } {
  const rows: number[] = first === undefined ? [] : [first];
  const utilities: number[] = [];
  while (rows.length < n) {
    const left = open.filter((row) => !rows.includes(row));
    const least = left.map((row) => Math.min(known(row), ...rows.map((other) => between(row, other))));
    const highest = Math.max(...least);
    rows.push(left[least.indexOf(highest)] as number);
    utilities.push(highest);
  }
  return { rows, utilities: first === undefined ? utilities : [utilities[0] ?? 0, ...utilities] };
}

function expectSame(
  actual: { rows: number[]; utilities: number[] },
  expected: { rows: number[]; utilities: number[] },
  digits: number,
): void {
  expect(actual.rows).toEqual(expected.rows);
  for (const [i, utility] of expected.utilities.entries()) expect(actual.utilities[i]).toBeCloseTo(utility, digits);
}

const [size, members, width] = [200, 3, 4];
const predictions = matrix(
  Float32Array.from(randomNumbers(size * members, 4), (u) => 10 * u),
  members,
);
const embeddings = matrix(cloud(size, width, { offset: 30 }), width);
const labelled = [4, 77, 150, 151];
const targets = toMatrix([[2.5], [7], [4.25], [6]]);
const open = Array.from({ length: size }, (_, i) => i).filter((row) => !labelled.includes(row));

const f = (row: number): number =>
  [0, 1, 2].reduce((sum, m) => sum + (predictions.data[row * members + m] as number), 0) / members;
const gap = (row: number, other: number): number => Math.abs(f(row) - f(other));
const far = (row: number, other: number): number =>
  Math.hypot(...rowOf(embeddings, row).map((x, d) => x - (rowOf(embeddings, other)[d] as number)));

function rowOf({ data, columns }: Matrix, row: number): number[] {
  return [...data.subarray(row * columns, (row + 1) * columns)];
}

function nearest(rows: readonly number[], distance: (row: number) => number): number {
  return rows.toSorted((a, b) => distance(a) - distance(b) || a - b)[0] as number;
}

describe('greedy-target', () => {
  it('asks the prediction farthest from all known values, then from what it asked, by hand', async () => {
    // predictions 0.25, 3, 10, 4, 16 beside the known 1
    const signals = { predictions: toMatrix([[0.25], [3], [10], [4], [16], [99]]), targets: toMatrix([[1]]) };
    expect(await choose(greedyTarget, { size: 6, signals, labelled: [5] }, { n: 5 })).toEqual({
      rows: [4, 2, 3, 1, 0],
      utilities: [15, 6, 3, 1, 0.75],
    });
  });

  it('agrees with comparing everything with everything', async () => {
    const known = (row: number): number => Math.min(...[...targets.data].map((y) => Math.abs(f(row) - y)));
    const signals = { predictions, targets };
    const actual = await choose(greedyTarget, { size, signals, labelled }, { n: 60 });
    expectSame(actual, plainly(open, 60, { known, first: undefined, between: gap }), 10);
  });

  it('begins with the row nearest to the mean prediction where nothing is labelled', async () => {
    const all = Array.from({ length: size }, (_, i) => i);
    const mean = all.reduce((sum, row) => sum + f(row) / size, 0);
    const first = nearest(all, (row) => Math.abs(f(row) - mean));
    const signals = { predictions, targets: matrix(new Float32Array(), 1) };
    const known = (): number => Number.POSITIVE_INFINITY;
    const actual = await choose(greedyTarget, { size, signals }, { n: 30 });
    expectSame(actual, plainly(all, 30, { known, first, between: gap }), 10);
    expect(await choose(greedyTarget, { size, signals }, { n: 1 })).toEqual({ rows: [first], utilities: [0] });
  });

  it('draws among equals by the seed', async () => {
    const signals = { predictions: toMatrix(Array(40).fill([2])), targets: toMatrix([[2]]) };
    const pool = { size: 40, signals, labelled: [0] };
    const one = await choose(greedyTarget, pool, { n: 10, seed: 1 });
    expect(one.utilities).toEqual(Array(10).fill(0));
    expect((await choose(greedyTarget, pool, { n: 10, seed: 2 })).rows).not.toEqual(one.rows);
  });
});

describe('greedy-input-target', () => {
  it('multiplies both distances for each known row, and takes the least product, by hand', async () => {
    // labelled: place 0 with value 0, place 10 with value 4
    const signals = {
      embeddings: toMatrix([[0], [10], [1], [9], [5]]),
      predictions: toMatrix([[7], [7], [8], [8], [1]]),
      targets: toMatrix([[0], [4]]),
    };
    // row 2: 1 x 8 and 9 x 4: 8; row 3: 9 x 8 and 1 x 4: 4; row 4: 5 x 1 and 5 x 3: 5
    // then beside row 2 (place 1, value 8): row 3: 8 x 0; row 4: 4 x 7
    expect(await choose(greedyInputTarget, { size: 5, signals, labelled: [0, 1] }, { n: 3 })).toEqual({
      rows: [2, 4, 3],
      utilities: [8, 5, 0],
    });
  });

  it('agrees with comparing everything with everything', async () => {
    const known = (row: number): number =>
      Math.min(...labelled.map((other, j) => far(row, other) * Math.abs(f(row) - (targets.data[j] as number))));
    const between = (row: number, other: number): number => far(row, other) * gap(row, other);
    const signals = { embeddings, predictions, targets };
    const actual = await choose(greedyInputTarget, { size, signals, labelled }, { n: 60 });
    expectSame(actual, plainly(open, 60, { known, first: undefined, between }), 3);
  });

  it('agrees over several blocks of known rows too', async () => {
    const many = Array.from({ length: 140 }, (_, i) => i);
    const values = randomNumbers(140, 12).map((u) => 10 * u);
    const known = (row: number): number =>
      Math.min(...many.map((other) => far(row, other) * Math.abs(f(row) - Math.fround(values[other] as number))));
    const between = (row: number, other: number): number => far(row, other) * gap(row, other);
    const signals = { embeddings, predictions, targets: matrix(Float32Array.from(values), 1) };
    const actual = await choose(greedyInputTarget, { size, signals, labelled: many }, { n: 15 });
    const rest = Array.from({ length: 60 }, (_, i) => 140 + i);
    expectSame(actual, plainly(rest, 15, { known, first: undefined, between }), 3);
  });

  it('begins with the row nearest to the mean embedding where nothing is labelled', async () => {
    const all = Array.from({ length: size }, (_, i) => i);
    const mean = Array.from({ length: width }, (_, d) =>
      all.reduce((sum, row) => sum + (rowOf(embeddings, row)[d] as number) / size, 0),
    );
    const first = nearest(all, (row) => Math.hypot(...rowOf(embeddings, row).map((x, d) => x - (mean[d] as number))));
    const between = (row: number, other: number): number => far(row, other) * gap(row, other);
    const known = (): number => Number.POSITIVE_INFINITY;
    const signals = { embeddings, predictions, targets: matrix(new Float32Array(), 1) };
    const actual = await choose(greedyInputTarget, { size, signals }, { n: 30 });
    expectSame(actual, plainly(all, 30, { known, first, between }), 10);
  });

  it('asks a copy of a labelled row last', async () => {
    const copies = matrix(cloud(30, 3, { offset: 500 }), 3);
    copies.data.copyWithin(3 * 7, 0, 3);
    const signals = {
      embeddings: copies,
      predictions: matrix(Float32Array.from(randomNumbers(30, 3)), 1),
      targets: toMatrix([[40]]),
    };
    const { rows, utilities } = await choose(greedyInputTarget, { size: 30, signals, labelled: [0] }, { n: 29 });
    expect([rows.at(-1), utilities.at(-1)]).toEqual([7, 0]);
  });
});
