import { describe, expect, it } from 'vitest';
import { isAlaasError } from '../errors.ts';
import { answerKey, checkAnswer, isSameAnswer, labelsOf } from './answer.ts';
import type { Task } from './task.ts';

const labels = ['spam', 'ham', 'news'];
const task = (type: Task['type']): Task => ({
  type,
  labels: labelsOf(
    type,
    labels.map((name) => ({ name })),
  ),
});
const refusal = (type: Task['type'], value: unknown): string => {
  try {
    checkAnswer(task(type), value);
  } catch (error) {
    if (isAlaasError(error, 'INVALID_ANSWER')) return error.message;
  }
  return 'none';
};

describe('checkAnswer', () => {
  it('takes a label of the project, and names the nearest one to a wrong one', () => {
    expect(checkAnswer(task('single-label'), 'ham')).toBe('ham');
    expect(refusal('single-label', 'hma')).toContain('did you mean "ham"');
    expect(refusal('single-label', ['ham'])).toContain('"spam", "ham", "news"');
  });

  it('puts labels into the order of the project, each once', () => {
    expect(checkAnswer(task('multi-label'), ['news', 'spam', 'news'])).toEqual(['spam', 'news']);
    expect(checkAnswer(task('multi-label'), [])).toEqual([]);
  });

  it('knows the three answers of a comparison', () => {
    expect(checkAnswer(task('pairwise'), 'tie')).toBe('tie');
    expect(refusal('pairwise', 'spam')).not.toBe('none');
  });

  it('sorts spans, drops doubles, and refuses an empty one', () => {
    const first = { label: 'ham', start: 0, end: 2 };
    const second = { label: 'spam', start: 4, end: 6 };
    expect(checkAnswer(task('spans'), [second, first, second])).toEqual([first, second]);
    expect(refusal('spans', [{ label: 'ham', start: 3, end: 3 }])).toContain('end behind start');
  });

  it('sorts boxes from top to bottom, and refuses one that leaves the image', () => {
    const box = { label: 'ham', x: 1, y: 9, width: 2, height: 1 };
    const above = { ...box, y: 0 };
    expect(checkAnswer(task('boxes'), { width: 10, height: 10, boxes: [box, above] })).toEqual({
      width: 10,
      height: 10,
      boxes: [above, box],
    });
    expect(refusal('boxes', { width: 10, height: 10, boxes: [{ ...box, x: 9 }] })).toContain('10 x 10');
  });
});

describe('isSameAnswer', () => {
  it('compares what two people mean', () => {
    const one = checkAnswer(task('multi-label'), ['news', 'spam']);
    const other = checkAnswer(task('multi-label'), ['spam', 'news']);
    expect(isSameAnswer(one, other)).toBe(true);
    expect(isSameAnswer(one, checkAnswer(task('multi-label'), ['spam']))).toBe(false);
    expect(answerKey(one)).toBe('["spam","news"]');
  });
});
