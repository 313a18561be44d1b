import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../metrics/wilson.ts';
import { answersOf, tableOf } from './answers.fixture.ts';
import { goldAccuracy } from './gold-accuracy.ts';

describe('goldAccuracy', () => {
  const answers = answersOf(tableOf('0 1 . .', '1 1 1 .', '2 0 . .', '. . . 1'));
  const gold = new Map([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);

  it('counts right answers to gold items by annotator, and no others', () => {
    expect(goldAccuracy(answers, gold)).toEqual([
      { annotator: 0, items: 3, right: 3, accuracy: wilsonInterval(3, 3) },
      { annotator: 1, items: 3, right: 1, accuracy: wilsonInterval(1, 3) },
      { annotator: 2, items: 1, right: 1, accuracy: wilsonInterval(1, 1) },
    ]);
  });

  it('says nothing about annotators who have seen no gold item', () => {
    expect(goldAccuracy(answers, new Map())).toEqual([]);
    expect(goldAccuracy(answers, new Map([[3, 0]])).map(({ annotator, right }) => [annotator, right])).toEqual([
      [3, 0],
    ]);
  });
});
