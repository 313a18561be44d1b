import { expect, it } from 'vitest';
import { fitLabelCounts, sharesOf } from './label-count-model.ts';

const ignore = (): void => undefined;

it('divides by the sum, and leaves zeros', () => {
  expect([...sharesOf(Float64Array.of(3, 1, 0))]).toEqual([0.75, 0.25, 0]);
  expect([...sharesOf(Float64Array.of(0, 0))]).toEqual([0, 0]);
});

it('predicts the only number there is', () => {
  const { predict } = fitLabelCounts(Float64Array.of(1, 0, 0.5, 0.5), [4, 4], ignore);
  expect(predict(Float64Array.of(0, 1))).toBe(4);
});

it('predicts the most frequent number where the features tell nothing', () => {
  const { predict } = fitLabelCounts(new Float64Array(12).fill(0.5), [2, 1, 1, 3, 1, 2], ignore);
  expect(predict(Float64Array.of(0.5, 0.5))).toBe(1);
});

it('parts two kinds half-way, as symmetry demands', () => {
  const sides = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? [0.9, 0.1] : [0.1, 0.9])).flat();
  const counts = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : 5));
  const { predict } = fitLabelCounts(Float64Array.from(sides), counts, ignore);
  expect([0.51, 0.49].map((first) => predict(Float64Array.of(first, 1 - first)))).toEqual([1, 5]);
});

it('stops when it is told to', () => {
  const stop = (): void => {
    throw new Error('stop');
  };
  expect(() => fitLabelCounts(Float64Array.of(1, 0, 0.5, 0.5), [4, 2], stop)).toThrow('stop');
});
