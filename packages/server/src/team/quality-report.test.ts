import type { Suggestion, Task } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { disputes } from './disputes.ts';
import type { QualityAnswer } from './quality-answer.ts';
import { qualityReport } from './quality-report.ts';

const task: Task = { type: 'single-label', labels: ['spam', 'ham'] };
const names = new Map([
  ['a', 'Ada'],
  ['b', 'Bob'],
]);

let clock = 0;
function answer(person: string, item: string, value: string, more: Partial<QualityAnswer> = {}): QualityAnswer {
  return { person, item, value, status: 'submitted', createdAt: clock++, ...more };
}

const says = (value: string, score: number): Suggestion => ({
  value,
  score,
  probabilities: { [value]: score, [value === 'spam' ? 'ham' : 'spam']: 1 - score },
  modelVersion: 1,
});

const report = (answers: QualityAnswer[], of = task) => qualityReport({ task: of, answers, names, seed: 1 });

describe('qualityReport', () => {
  it('measures the agreement of pairs by hand-counted kappa', () => {
    // Ada and Bob: 20 both spam, 15 both ham, 5 and 10 apart: observed 0.7, by chance 0.5, kappa 0.4 (Cohen's own example form)
    const cells = [...Array(20).fill(['spam', 'spam']), ...Array(5).fill(['spam', 'ham'])].concat(
      Array(10).fill(['ham', 'spam']),
      Array(15).fill(['ham', 'ham']),
    ) as [string, string][];
    const answers = cells.flatMap(([a, b], i) => [answer('a', `i${i}`, a), answer('b', `i${i}`, b)]);
    const { cohenKappa, observedAgreement, records } = report(answers);
    expect(records).toBe(50);
    expect(observedAgreement?.value).toBeCloseTo(0.7);
    expect(cohenKappa).toHaveLength(1);
    expect(cohenKappa[0]).toMatchObject({ a: 'a', b: 'b', records: 50 });
    expect(cohenKappa[0]?.kappa?.value).toBeCloseTo(0.4);
  });

  it('says of each annotator how fast and how right on gold items', () => {
    const gold = { gold: 'spam' };
    const { annotators } = report([
      answer('a', '1', 'spam', { ...gold, leadTimeMs: 1000 }),
      answer('a', '2', 'ham', { leadTimeMs: 3000 }),
      answer('b', '1', 'ham', gold),
      { person: 'b', item: '3', status: 'skipped', createdAt: 9 },
    ]);
    const [ada, bob] = annotators;
    expect(ada).toMatchObject({ name: 'Ada', responses: 2, leadTimeMs: 2000, perHour: 1800, goldAnswers: 1 });
    expect(ada?.goldAccuracy?.value).toBe(1);
    expect(bob).toMatchObject({ name: 'Bob', responses: 1, skipped: 1, leadTimeMs: null, perHour: null });
    expect(bob?.goldAccuracy?.value).toBe(0);
  });

  it('compares answers where the suggestion was shown with those where it was hidden, first answers only', () => {
    const shown = { suggestion: says('spam', 0.9), isHidden: false };
    const hidden = { suggestion: says('spam', 0.9), isHidden: true };
    const { acceptance } = report([
      answer('a', '1', 'spam', shown),
      answer('a', '2', 'spam', shown),
      answer('b', '2', 'ham', shown),
      answer('a', '3', 'ham', hidden),
      answer('a', '4', 'spam', hidden),
      answer('a', '5', 'spam'),
    ]);
    expect(acceptance).toMatchObject({ shownAnswers: 2, hiddenAnswers: 2 });
    expect(acceptance.shown?.value).toBe(1);
    expect(acceptance.hidden?.value).toBe(0.5);
    expect(acceptance.difference?.value).toBe(0.5);
  });

  it('takes sets of labels for what they share, and other answers for the same or not', () => {
    const multi: Task = { type: 'multi-label', labels: ['x', 'y'] };
    const set = (person: string, item: string, value: string[]): QualityAnswer => ({
      ...answer(person, item, ''),
      value,
    });
    const same = report(
      [set('a', '1', ['x']), set('b', '1', ['x']), set('a', '2', ['y']), set('b', '2', ['y'])],
      multi,
    );
    expect(same.krippendorffAlpha?.value).toBe(1);
    expect(same.annotators[0]?.quality).toBeNull();
    const near = report(
      [set('a', '1', ['x']), set('b', '1', ['x', 'y']), set('a', '2', ['y']), set('b', '2', ['y'])],
      multi,
    );
    const far = report([set('a', '1', ['x']), set('b', '1', ['y']), set('a', '2', ['y']), set('b', '2', ['y'])], multi);
    expect(near.krippendorffAlpha?.value).toBeGreaterThan(far.krippendorffAlpha?.value ?? 1);
  });

  it('has nothing to say without answers', () => {
    expect(report([])).toMatchObject({ records: 0, fleissKappa: null, krippendorffAlpha: null, annotators: [] });
  });
});

describe('disputes', () => {
  it('puts the most doubtful first, a verdict last, and leaves out what is clear', () => {
    const answers = [
      answer('a', 'split', 'spam'),
      answer('b', 'split', 'ham'),
      answer('a', 'clear', 'spam', { suggestion: says('spam', 0.95), isHidden: false }),
      answer('b', 'clear', 'spam'),
      answer('a', 'flagged', 'ham', { note: 'which one?' }),
      answer('a', 'decided', 'spam'),
      answer('b', 'decided', 'ham'),
    ];
    const reviewed = [
      { item: 'flagged', isFlagged: true },
      { item: 'decided', isFlagged: false, verdict: 'ham' },
    ];
    const found = disputes({ task, answers, reviewed, names });
    expect(found.map(({ item }) => item)).toEqual(expect.arrayContaining(['split', 'flagged', 'decided']));
    expect(found.map(({ item }) => item)).not.toContain('clear');
    expect(found.at(-1)).toMatchObject({ item: 'decided', why: 'disagreement', verdict: 'ham' });
    const flagged = found.find(({ item }) => item === 'flagged');
    expect(flagged).toMatchObject({ why: 'flagged', answers: [{ annotator: 'Ada', note: 'which one?' }] });
    for (const { utility } of found) expect(utility).toBeGreaterThanOrEqual(0);
  });

  it('doubts a lone answer that the head finds absurd', () => {
    const agreed = Array.from({ length: 10 }, (_, i) => {
      const value = i % 2 === 0 ? 'spam' : 'ham';
      const suggestion = says(value, 0.98);
      return [answer('a', `i${i}`, value, { suggestion, isHidden: true }), answer('b', `i${i}`, value)];
    }).flat();
    const lone = answer('a', 'odd', 'ham', { suggestion: says('spam', 0.99), isHidden: true });
    const found = disputes({ task, answers: [...agreed, lone], reviewed: [], names });
    expect(found.map(({ item, why }) => [item, why])).toEqual([['odd', 'likely-error']]);
  });
});
