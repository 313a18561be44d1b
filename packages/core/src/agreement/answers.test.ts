import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { type Answers, answersByItem } from './answers.ts';
import { fleissKappa } from './fleiss-kappa.ts';
import { krippendorffAlpha } from './krippendorff-alpha.ts';
import { pairwiseKappa } from './pairwise-kappa.ts';

const answers = (items: number[], annotators: number[], values: number[]): Answers => ({
  items: Int32Array.from(items),
  annotators: Int32Array.from(annotators),
  values,
});
const random = createRandom(1);

describe('answersByItem', () => {
  it('gathers answers by item, ascending, whatever their order', () => {
    const groups = answersByItem(answers([7, 2, 7, 2, 4], [1, 0, 0, 3, 0], [0, 0, 0, 0, 0]));
    expect(groups.map(({ item, places }) => [item, [...places]])).toEqual([
      [2, [1, 3]],
      [4, [4]],
      [7, [2, 0]],
    ]);
    expect(answersByItem(answers([7, 2, 7], [1, 0, 0], [0, 0, 0]), 2)).toHaveLength(1);
    expect(answersByItem(answers([], [], []))).toEqual([]);
  });

  it('names the answer with a number that counts nothing, and the one given twice', () => {
    expect(() => answersByItem(answers([0, -1], [0, 0], [0, 0]))).toThrow('Answer 1 has item number -1; count from 0.');
    expect(() => answersByItem(answers([0, 1], [0, -2], [0, 0]))).toThrow('Answer 1 has annotator number -2');
    expect(() => answersByItem(answers([5, 4, 5], [2, 2, 2], [0, 0, 1]))).toThrow(
      'Answers 0 and 2 are both of annotator 2 about item 5; give the last one only.',
    );
    expect(() => answersByItem(answers([0], [0, 1], [0]))).toThrow(RangeError);
  });
});

describe('a value that is no class and on no scale', () => {
  it('is refused by every measure, never counted', () => {
    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      const bad = answers([0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, value]);
      const refusal = expect.objectContaining({ code: 'INVALID_LABELS', message: expect.stringContaining('Answer 3') });
      expect(() => pairwiseKappa(bad, { random })).toThrow(refusal);
      expect(() => fleissKappa(bad, { random })).toThrow(refusal);
      if (!Number.isFinite(value)) expect(() => krippendorffAlpha(bad, 'interval', { random })).toThrow(refusal);
    }
  });
});
