import { describe, expect, it } from 'vitest';
import { toMatrix } from '../testing/select-rows.ts';
import { pseudoLabels } from './pseudo-labels.ts';

// entropies 0, 0.325 and ln 2
const rows = toMatrix([
  [1, 0],
  [0.1, 0.9],
  [0.5, 0.5],
]);

describe('pseudoLabels', () => {
  it('takes the rows whose entropy is below the threshold, by their likeliest class', () => {
    const { rows: taken, classes, kind } = pseudoLabels(rows, { round: 0, start: 0.33 });
    expect([[...taken], [...classes], kind]).toEqual([[0, 1], [0, 1], 'pseudo']);
  });

  it('takes a certain row: 0 ln 0 is 0', () => {
    expect([...pseudoLabels(rows, { round: 0 }).rows]).toEqual([0]);
  });

  it('lowers the threshold by the round alone, never below 0', () => {
    const thresholds = [0, 1, 2, 200].map((round) => pseudoLabels(rows, { round, start: 0.4, decay: 0.1 }).threshold);
    for (const [i, expected] of [0.4, 0.3, 0.2, 0].entries()) expect(thresholds[i]).toBeCloseTo(expected, 12);
    expect([...pseudoLabels(rows, { round: 200, start: 0.4, decay: 0.1 }).rows]).toEqual([]);
  });

  it('has the defaults of the paper', () => {
    expect(pseudoLabels(rows, { round: 10 }).threshold).toBeCloseTo(5e-5 - 3.3e-6, 12);
  });

  it('refuses NaN by its row', () => {
    expect(() =>
      pseudoLabels(
        toMatrix([
          [1, 0],
          [Number.NaN, 1],
        ]),
        { round: 0 },
      ),
    ).toThrow(/row 1\b/);
  });
});
