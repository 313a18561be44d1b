import { describe, expect, it } from 'vitest';
import type { KnownAnswer } from '../known-answers.ts';
import { classBalance } from './class-balance.ts';

const known = (change: Partial<KnownAnswer>): KnownAnswer => ({
  item: 'a',
  value: undefined,
  isTest: false,
  arm: 'strategy',
  isVerdict: false,
  isGold: false,
  isBulk: false,
  first: 1,
  sequence: 1,
  responses: [],
  ...change,
});
const says = (...values: (string | string[])[]) => values.map((value, i) => ({ person: `p${i}`, value }));

describe('classBalance', () => {
  const labels = ['spam', 'ham'].map((name) => ({ name, description: '' }));

  it('counts every answer to an item, and of a gold item the true one, once', () => {
    const answers = [
      known({ value: 'spam', responses: says('spam', 'spam', 'ham') }),
      known({ item: 'gold', value: 'ham', isGold: true }),
    ];
    expect(classBalance(answers, { task: 'single-label', labels })).toEqual([
      { label: 'spam', responses: 2, share: 0.5 },
      { label: 'ham', responses: 2, share: 0.5 },
    ]);
  });

  it('counts an answer with several labels for each of them', () => {
    const answers = [known({ responses: says(['spam', 'ham'], ['ham']) })];
    expect(classBalance(answers, { task: 'multi-label', labels })).toEqual([
      { label: 'spam', responses: 1, share: 0.5 },
      { label: 'ham', responses: 2, share: 1 },
    ]);
  });
});
