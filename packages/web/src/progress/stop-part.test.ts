import type { StopPart } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../i18n/create-format.ts';
import { digitsFor, sayPart } from './stop-part.ts';

const en = createFormat('en');
const rule = (part: Partial<StopPart & { kind: 'rule' }>): StopPart => ({
  kind: 'rule',
  level: 0,
  isMet: false,
  rule: 'label-budget',
  options: { labels: 2000 },
  value: 982,
  ...part,
});

describe('sayPart', () => {
  it('says a rule with its numbers in the language of the page', () => {
    expect(sayPart(rule({}), 'en', en)).toBe('Label budget. 982 of 2,000 labels are spent.');
    expect(sayPart(rule({}), 'zh', createFormat('zh'))).toBe('标签预算：已用 982 个标签，预算 2,000 个。');
  });

  it('shows shares, times and metrics as what they are', () => {
    const target = { rule: 'target-metric', options: { metric: 'macroF1', target: 0.9 }, value: 0.754 };
    expect(sayPart(rule(target), 'en', en)).toContain(
      'Macro F1 is at least 75.40% with 95 % confidence; stops at 90%.',
    );
    const time = { rule: 'wall-time', options: { seconds: 7200 }, value: 90 };
    expect(sayPart(rule(time), 'en', en)).toContain('1.5 min of 2 hr have passed.');
  });

  it('says what a rule waits for', () => {
    const plateau = { rule: 'metric-plateau', options: { rounds: 3, band: 0.01 }, value: null };
    expect(sayPart(rule({ ...plateau, lacks: { what: 'rounds', have: 2, want: 4 } }), 'en', en)).toBe(
      'Metric plateau. Compares 4 rounds with metrics; there are 2 so far.',
    );
  });

  it('counts the parts of a whole', () => {
    const whole: StopPart = { kind: 'all', level: 0, isMet: false, parts: 3, met: 1 };
    expect(sayPart(whole, 'en', en)).toBe('Stops when all of 3 parts are met; 1 is so far.');
  });
});

describe('digitsFor', () => {
  it('keeps a number on its side of the limit', () => {
    expect(digitsFor(0.5, 0.99)).toBe(2);
    // two digits would say 0.99
    expect(digitsFor(0.9876, 0.99)).toBe(3);
    expect(digitsFor(0.989_96, 0.99)).toBe(5);
    expect(digitsFor(0.99, 0.99)).toBe(2);
  });
});
