import { isAlaasError, type Matrix, matrix, parseOptions, type TrainingSet } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import nearestPrototype from './nearest-prototype.ts';

function rowsOf(...rows: number[][]): Matrix {
  return matrix(Float32Array.from(rows.flat()), rows[0]?.length ?? 0);
}

function training(rows: number[][], labels: number[], classes: string[]): TrainingSet {
  return { embeddings: rowsOf(...rows), labels: Int32Array.from(labels), classes };
}

function probabilities(set: TrainingSet, items: number[][], temperature: number | 'auto'): number[] {
  return [...nearestPrototype.fit(set, { temperature }).predict(rowsOf(...items)).data];
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isAlaasError(error) ? error.code : 'not ours';
  }
  return 'none';
}

const corners = training(
  [
    [3, 0],
    [0, 2],
  ],
  [0, 1],
  ['right', 'up'],
);

describe('nearest-prototype', () => {
  it('is the softmax of minus the squared distances to the class means', () => {
    // rows become (1, 0) and (0, 1), items too: squared distances of (1, 0) are 0 and 2, and 2 / 2 = 1
    const near = 1 / (1 + Math.exp(-1));
    const result = probabilities(
      corners,
      [
        [5, 0],
        [1, 1],
        [0, 0.1],
      ],
      2,
    );
    for (const [i, expected] of [near, 1 - near, 0.5, 0.5, 1 - near, near].entries()) {
      expect(result[i]).toBeCloseTo(expected, 6);
    }
  });

  it('uses the mean of a class with several rows', () => {
    const set = training(
      [
        [1, 0],
        [0, 1],
        [-1, 0],
      ],
      [0, 0, 1],
      ['first', 'second'],
    );
    // means (1/2, 1/2) and (-1, 0); of (1, 0) the squared distances are 1/2 and 4
    const [first] = probabilities(set, [[1, 0]], 1) as [number];
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-3.5)), 6);
  });

  it('sees the direction of an embedding, not its length', () => {
    const [short, , long] = probabilities(
      corners,
      [
        [0.3, 0.1],
        [300, 100],
      ],
      1,
    ) as [number, number, number];
    expect(short).toBeCloseTo(long, 6);
  });

  it('gives an embedding of zeros the same distance to prototypes of one length', () => {
    expect(probabilities(corners, [[0, 0]], 1)).toEqual([0.5, 0.5]);
  });

  it('is sure where leave-one-out is right, and unsure where it is wrong', () => {
    const angle = (degrees: number): number[] => [
      Math.cos((degrees * Math.PI) / 180),
      Math.sin((degrees * Math.PI) / 180),
    ];
    const apart = training([angle(0), angle(4), angle(20), angle(24)], [0, 0, 1, 1], ['a', 'b']);
    const mixed = training([angle(0), angle(90), angle(2), angle(92)], [0, 0, 1, 1], ['a', 'b']);
    // every row is nearest to its own class: the lowest temperature of the list, 0.005, is the likeliest
    expect(probabilities(apart, [angle(13)], 'auto')).toEqual(probabilities(apart, [angle(13)], 0.005));
    // every row is nearest to the other class: the highest, 2
    expect(probabilities(mixed, [angle(20)], 'auto')).toEqual(probabilities(mixed, [angle(20)], 2));
  });

  it('takes a temperature of 0.1 where no class has two rows', () => {
    expect(probabilities(corners, [[2, 1]], 'auto')).toEqual(probabilities(corners, [[2, 1]], 0.1));
  });

  it('gives rows that sum to 1, whatever the temperature', () => {
    const value = fc.double({ min: -100, max: 100, noNaN: true });
    const row = fc.tuple(value, value, value, value, value);
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 3, maxLength: 9 }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (rows, temperature) => {
          const set = training(
            rows,
            rows.map((_, i) => i % 3),
            ['a', 'b', 'c'],
          );
          const result = probabilities(set, rows, temperature);
          for (let i = 0; i < result.length; i += 3) {
            expect((result[i] as number) + (result[i + 1] as number) + (result[i + 2] as number)).toBeCloseTo(1, 5);
          }
        },
      ),
      { seed: 3 },
    );
  });

  it('leaves its input as it was', () => {
    const set = training(
      [
        [3, 4],
        [0, 2],
      ],
      [0, 1],
      ['a', 'b'],
    );
    nearestPrototype.fit(set, { temperature: 'auto' }).predict(set.embeddings);
    expect([...set.embeddings.data]).toEqual([3, 4, 0, 2]);
  });

  it('refuses labels that cannot teach', () => {
    const fit = (labels: number[], classes: string[]) => () =>
      nearestPrototype.fit(
        training(
          [
            [1, 0],
            [0, 1],
          ],
          labels,
          classes,
        ),
        { temperature: 1 },
      );
    expect(codeOf(fit([0, 0], ['a', 'b']))).toBe('INVALID_LABELS');
    expect(fit([0, 0], ['a', 'b'])).toThrow(/"b"/);
    expect(codeOf(fit([0, 2], ['a', 'b']))).toBe('INVALID_LABELS');
    expect(codeOf(fit([0, -1], ['a', 'b']))).toBe('INVALID_LABELS');
    expect(codeOf(fit([0], ['a']))).toBe('INVALID_LABELS');
    expect(codeOf(fit([], []))).toBe('INVALID_LABELS');
  });

  it('refuses embeddings that are not finite, or of another width', () => {
    const head = nearestPrototype.fit(corners, { temperature: 1 });
    expect(codeOf(() => head.predict(rowsOf([1, Number.NaN])))).toBe('INVALID_EMBEDDINGS');
    expect(codeOf(() => head.predict(rowsOf([1, 2, 3])))).toBe('INVALID_EMBEDDINGS');
  });

  it('checks its options', () => {
    expect(parseOptions(nearestPrototype, {})).toEqual({ temperature: 'auto' });
    expect(codeOf(() => parseOptions(nearestPrototype, { temperature: 0 }))).toBe('INVALID_OPTION');
    expect(codeOf(() => parseOptions(nearestPrototype, { warmth: 1 }))).toBe('INVALID_OPTION');
  });
});
