import { matrix, type Scorer } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { randomNumbers, score } from '../testing/run-strategy.ts';
import { toMatrix } from '../testing/select-rows.ts';
import adaptive from './adaptive-multi-label.ts';
import binMin from './bin-min.ts';
import binaryEntropy from './binary-entropy.ts';
import jointLeastConfidence from './joint-least-confidence.ts';
import jointMargin from './joint-margin.ts';
import cardinality from './label-cardinality-inconsistency.ts';

/** Sums of powers of two, which float32 holds exactly. */
const rows = [
  [0.75, 0.5, 0.25],
  [0.75, 0.875, 1],
  [1, 0, 1],
  [0.125, 0.125, 0.125],
];

/** Labelled rows with 2, 1 and 1 labels: 4/3 on average. */
const labelSets = toMatrix([
  [1, 1, 0],
  [0, 0, 1],
  [1, 0, 0],
]);

function of(scorer: Scorer, given: number[][], options: Record<string, unknown> = {}): number[] {
  return score(scorer, given.length, { labelProbabilities: toMatrix(given), labelSets }, options);
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 1e-12): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((actual[i] as number) - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

const entropyOf = (p: number): number => (p === 0 || p === 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p));

describe('by hand', () => {
  it('joint least confidence is 1 minus the product of the likelier outcomes', () => {
    // 3/4 1/2 3/4 = 9/32; 3/4 7/8 = 21/32; 1; (7/8)^3 = 343/512
    expectClose(of(jointLeastConfidence, rows), [23 / 32, 11 / 32, 0, 169 / 512]);
    const logs = [9 / 32, 21 / 32, 1, 343 / 512].map((product) => -Math.log(product));
    expectClose(of(jointLeastConfidence, rows, { scale: 'log' }), logs);
  });

  it('joint margin flips the least certain label', () => {
    // both are 9/32; 21/32 and a third of it; 1 and 0; 343/512 and a seventh of it
    expectClose(of(jointMargin, rows), [1, 1 - 14 / 32, 0, 1 - 294 / 512]);
    const [tie, ...others] = of(jointMargin, rows, { scale: 'log' });
    expectClose(
      others,
      [14 / 32, 1, 294 / 512].map((margin) => -Math.log(margin)),
    );
    expect(tie).toBeCloseTo(-Math.log(((9 / 32) * 2 ** -30) / 0.5), 9);
  });

  it('binary entropy is the sum, mean or largest over the labels', () => {
    const [quarter, eighth] = [entropyOf(0.25), entropyOf(0.125)];
    expectClose(of(binaryEntropy, rows), [2 * quarter + Math.LN2, quarter + eighth, 0, 3 * eighth]);
    expectClose(of(binaryEntropy, rows, { reduce: 'mean' }), [
      (2 * quarter + Math.LN2) / 3,
      (quarter + eighth) / 3,
      0,
      eighth,
    ]);
    expectClose(of(binaryEntropy, rows, { reduce: 'max' }), [Math.LN2, quarter, 0, eighth]);
  });

  it('binary minimum looks at the label nearest to 1/2 alone', () => {
    expectClose(of(binMin, rows), [1, 0.5, 0, 0.25]);
  });

  it('label cardinality inconsistency counts labels above 1/2 against the mean of the labelled', () => {
    expectClose(of(cardinality, rows), [1 / 3, 5 / 3, 2 / 3, 4 / 3]);
  });

  it('counts no labels for the mean where nothing is labelled', () => {
    const given = { labelProbabilities: toMatrix(rows), labelSets: matrix(new Float32Array(), 3) };
    expect(score(cardinality, rows.length, given)).toEqual([1, 3, 2, 0]);
  });

  it('margin and cardinality multiply by their weights', () => {
    // margins: 3/4 - 1/2; 3/4 - 1/2 (no label below); 1 - 0; 1/2 - 1/8 (no label above)
    const margins = [0.25, 0.25, 1, 0.375];
    const gaps = [4 / 3, 8 / 3, 5 / 3, 7 / 3];
    expectClose(
      of(adaptive, rows, { beta: 1 }),
      margins.map((margin) => 1 / margin),
    );
    expectClose(of(adaptive, rows, { beta: 0 }), gaps);
    expectClose(
      of(adaptive, rows, { beta: 0.25 }),
      margins.map((margin, i) => margin ** -0.25 * (gaps[i] as number) ** 0.75),
    );
  });

  it('keeps the utility finite where labels cannot be parted', () => {
    const above = 0.5 + 2 ** -24;
    expectClose(of(adaptive, [[above, 0.5, 0]], { beta: 1 }), [2 ** 24], 1e-6);
    expect(of(adaptive, [[0.5, 0.5, 0.5]], { beta: 1 })).toEqual([1e8]);
  });
});

describe('against a plain computation', () => {
  const many = Array.from({ length: 300 }, (_, i) => randomNumbers(9, i).map((p) => Math.fround(p ** 3)));
  const best = (row: number[]): number[] => row.map((p) => Math.max(p, 1 - p));
  const product = (values: number[]): number => values.reduce((a, b) => a * b, 1);

  it('agrees for every score', () => {
    expectClose(
      of(jointLeastConfidence, many),
      many.map((row) => 1 - product(best(row))),
    );
    expectClose(
      of(jointMargin, many),
      many.map((row) => {
        const flipped = best(row).map((m, j, all) => product(all.map((other, i) => (i === j ? 1 - m : other))));
        return 1 - (product(best(row)) - Math.max(...flipped));
      }),
    );
    expectClose(
      of(binaryEntropy, many),
      many.map((row) => row.reduce((sum, p) => sum + entropyOf(p), 0)),
      1e-10,
    );
    expectClose(
      of(binMin, many),
      many.map((row) => 1 - Math.min(...row.map((p) => Math.abs(2 * p - 1)))),
    );
  });

  it('orders alike on both scales', () => {
    const order = (utilities: number[]): number[] =>
      [...utilities.keys()].sort((a, b) => (utilities[b] as number) - (utilities[a] as number));
    for (const scorer of [jointLeastConfidence, jointMargin]) {
      expect(order(of(scorer, many, { scale: 'log' }))).toEqual(order(of(scorer, many)));
    }
  });

  it('orders as the smallest logit does', () => {
    const logits = many.map((row) => -Math.min(...row.map((p) => Math.abs(Math.log(p / (1 - p))))));
    const utilities = of(binMin, many);
    for (let i = 1; i < many.length; i++) {
      const lead = Math.sign((logits[i] as number) - (logits[i - 1] as number));
      expect(Math.sign((utilities[i] as number) - (utilities[i - 1] as number))).toBe(lead);
    }
  });
});

describe('many labels', () => {
  const wide = [0.5, 0.4, 0.3].map((p) => Array<number>(2000).fill(Math.fround(p)));

  it('are told apart on the log scale, where the product is 0 for the computer', () => {
    expect(of(jointLeastConfidence, wide)).toEqual([1, 1, 1]);
    const [half, middle, low] = of(jointLeastConfidence, wide, { scale: 'log' }) as [number, number, number];
    expect(half).toBeCloseTo(2000 * Math.LN2, 8);
    expect(middle).toBeCloseTo(-2000 * Math.log(0.6), 3);
    expect(low).toBeCloseTo(-2000 * Math.log(0.7), 3);
    const margins = of(jointMargin, wide, { scale: 'log' }) as [number, number, number];
    expect(margins.every(Number.isFinite)).toBe(true);
    expect(margins[0] > margins[1] && margins[1] > margins[2]).toBe(true);
  });
});

it.each([jointLeastConfidence, jointMargin, binaryEntropy, binMin, cardinality, adaptive])(
  '$id gives NaN for a row that holds NaN, so that it is refused',
  (scorer) => {
    expect(of(scorer, [[0.2, Number.NaN, 0.9]])[0]).toBeNaN();
  },
);
