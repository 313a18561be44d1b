import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { cloud, likelihoods, pool, select } from '../testing/pool.ts';
import featureReconstructionError from './feature-reconstruction-error.ts';
import scalSimilarity from './scal-similarity.ts';

const SIZE = 120;
const WIDTH = 5;
const CLASSES = 3;
const embeddings = cloud(SIZE, WIDTH, { seed: 3, groups: 4 });
const probabilities = likelihoods(SIZE, CLASSES, 9);
const labelled = Array.from({ length: 40 }, (_, i) => 3 * i);
const labels = labelled.map((_, i) => i % CLASSES);
const from = pool({ embeddings, columns: WIDTH, probabilities, classes: CLASSES, labelled, labels });

function rowOf(i: number): number[] {
  return [...embeddings.subarray(i * WIDTH, (i + 1) * WIDTH)];
}

function predicted(i: number): number {
  const own = [...probabilities.subarray(i * CLASSES, (i + 1) * CLASSES)];
  return own.indexOf(Math.max(...own));
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, d) => sum + value * (b[d] as number), 0);
}

/** Labelled rows of a class. */
function members(label: number): number[] {
  return labelled.filter((_, i) => labels[i] === label);
}

async function expectRanking(
  strategy: Parameters<typeof select>[0],
  utilityOf: (i: number) => number,
  digits: number,
  options = {},
) {
  const expected = [...from.candidates].map((i) => ({ i, utility: utilityOf(i) }));
  expected.sort((a, b) => b.utility - a.utility);
  const { rows, utilities } = await select(strategy, from, expected.length, { options });
  expect([...rows]).toEqual(expected.map(({ i }) => i));
  for (const [rank, utility] of utilities.entries())
    expect(utility).toBeCloseTo(expected[rank]?.utility as number, digits);
}

describe('scal-similarity', () => {
  it('asks the row least like the labelled rows of its class, by hand', async () => {
    // labelled: (1, 0) of class 0 and (0, 1) of class 1
    const points = Float32Array.of(1, 0, 0, 1, 5, 0, 0, 5, 1, 1, -2, 0);
    const said = Float32Array.of(1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0);
    const known = pool({
      embeddings: points,
      columns: 2,
      probabilities: said,
      classes: 2,
      labelled: [0, 1],
      labels: [0, 1],
    });
    const { rows, utilities } = await select(scalSimilarity, known, 4);
    expect([...rows]).toEqual([5, 3, 4, 2]);
    for (const [rank, expected] of [2, 1, 1 - Math.SQRT1_2, 0].entries()) {
      expect(utilities[rank]).toBeCloseTo(expected, 6);
    }
  });

  it('agrees with all pairs written out', async () => {
    await expectRanking(
      scalSimilarity,
      (i) => {
        const cosines = members(predicted(i)).map(
          (j) => product(rowOf(i), rowOf(j)) / Math.hypot(...rowOf(i)) / Math.hypot(...rowOf(j)),
        );
        return 1 - Math.max(...cosines);
      },
      5,
    );
  });

  it('gives copies 0 and zeros 1, where rounding or nothing to divide by would spoil the cosine', async () => {
    // six equal numbers scaled to length 1 have a square of 1.0000001 in float32
    const rows = Float32Array.from({ length: 60 * 6 }, (_, i) => (i < 240 ? 1 + Math.floor(i / 6) : 0));
    const sure = Float32Array.from({ length: 120 }, (_, i) => 1 - (i % 2));
    const from = pool({ embeddings: rows, columns: 6, probabilities: sure, classes: 2, labelled: [0] });
    const { utilities } = await select(scalSimilarity, from, 59);
    expect([...utilities.subarray(0, 20)]).toEqual(new Array(20).fill(1));
    expect([...utilities.subarray(20)]).toEqual(new Array(39).fill(0));
  });

  it('asks rows of a class without a label first', async () => {
    const said = Float32Array.of(1, 0, 1, 0, 0, 1, 1, 0);
    const points = Float32Array.of(1, 0, -1, 0, 1, 0, 0, 1);
    const known = pool({ embeddings: points, columns: 2, probabilities: said, classes: 2, labelled: [0] });
    const { rows, utilities } = await select(scalSimilarity, known, 3);
    expect(new Set(rows.subarray(0, 2))).toEqual(new Set([1, 2]));
    expect(utilities[0]).toBeCloseTo(2, 6);
  });
});

describe('feature-reconstruction-error', () => {
  it('asks the row farthest from the line of its class, by hand', async () => {
    // class 0 lies on the x axis around (3, 0), class 1 is the one point (0, 4)
    const points = Float32Array.of(1, 0, 3, 0, 5, 0, 0, 4, 9, 2, -7, 1, 3, 8, 50, 0);
    const said = Float32Array.of(1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0);
    const known = { embeddings: points, columns: 2, probabilities: said, classes: 2 };
    const { rows, utilities } = await select(
      featureReconstructionError,
      pool({ ...known, labelled: [0, 1, 2, 3], labels: [0, 0, 0, 1] }),
      4,
    );
    expect([...rows]).toEqual([6, 4, 5, 7]);
    for (const [rank, expected] of [5, 2, 1, 0].entries()) expect(utilities[rank]).toBeCloseTo(expected, 5);
  });

  it('agrees with power iteration on the covariance of each class', async () => {
    await expectRanking(featureReconstructionError, (i) => naiveError(i, 0.9), 4, { variance: 0.9 });
    const loose = await select(featureReconstructionError, from, 1, { options: { variance: 0.5 } });
    const errors = [...from.candidates].map((i) => naiveError(i, 0.5));
    expect(loose.utilities[0]).toBeCloseTo(Math.max(...errors), 4);
  });

  it('measures rows of a class without a label from the mean of all labelled rows', async () => {
    const said = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
    const known = pool({
      embeddings: Float32Array.of(1, 3, 7, 2.5),
      columns: 1,
      probabilities: said,
      classes: 2,
      labelled: [0, 1],
    });
    const { rows, utilities } = await select(featureReconstructionError, known, 2);
    expect([...rows]).toEqual([2, 3]);
    expect([...utilities]).toEqual([5, 0.5]);
  });

  it('takes the directions of a large class from a part of it', async () => {
    const line = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? i : 1));
    line.set([8, 30], 198);
    const sure = Float32Array.from({ length: 200 }, (_, i) => 1 - (i % 2));
    const rows = Array.from({ length: 90 }, (_, i) => i);
    const known = pool({ embeddings: line, columns: 2, probabilities: sure, classes: 2, labelled: rows });
    const answer = await select(featureReconstructionError, known, 2, { options: { perClass: 5 } });
    expect(answer.rows[0]).toBe(99);
    expect(answer.utilities[0]).toBeCloseTo(29, 3);
    expect(answer.utilities[1]).toBeCloseTo(0, 3);
  });
});

describe.each([scalSimilarity, featureReconstructionError])('$id', (strategy) => {
  it('says that it needs labels, and that class numbers are columns', async () => {
    const parts = { embeddings, columns: WIDTH, probabilities, classes: CLASSES };
    for (const [known, message] of [
      [pool(parts), /none is labelled/],
      [pool({ ...parts, labelled: [4], labels: [3] }), /Row 4 has class number 3, .* 3 classes/],
    ] as const) {
      const error: unknown = await select(strategy, known, 2).catch((reason: unknown) => reason);
      expect(isAlaasError(error, 'INVALID_LABELS')).toBe(true);
      expect((error as Error).message).toMatch(message);
    }
  });
});

/** |(I - P P') (h - m)| with the directions one after another, each by power iteration on what is left of the covariance. */
function naiveError(i: number, share: number): number {
  const own = members(predicted(i)).map(rowOf);
  const mean = Array.from(
    { length: WIDTH },
    (_, d) => own.reduce((sum, row) => sum + (row[d] as number), 0) / own.length,
  );
  const centred = own.map((row) => row.map((value, d) => value - (mean[d] as number)));
  const covariance = mean.map((_, a) =>
    mean.map((__, b) => centred.reduce((sum, row) => sum + (row[a] as number) * (row[b] as number), 0)),
  );
  const total = covariance.reduce((sum, row, d) => sum + (row[d] as number), 0);
  let rest = rowOf(i).map((value, d) => value - (mean[d] as number));
  for (let kept = 0; kept < share * total; ) {
    let vector = mean.map((_, d) => 1 / (d + 1));
    for (let step = 0; step < 5000; step++) {
      const image = covariance.map((row) => product(row, vector));
      vector = image.map((value) => value / Math.hypot(...image));
    }
    const value = product(
      covariance.map((row) => product(row, vector)),
      vector,
    );
    for (const [a, row] of covariance.entries()) {
      for (let b = 0; b < WIDTH; b++)
        row[b] = (row[b] as number) - value * (vector[a] as number) * (vector[b] as number);
    }
    const along = product(rest, vector);
    rest = rest.map((x, d) => x - along * (vector[d] as number));
    kept += value;
  }
  return Math.hypot(...rest);
}
