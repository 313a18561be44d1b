import { describe, expect, it } from 'vitest';
import { stoppingDraft, stoppingOf } from './stopping-draft.ts';

describe('stopping drafts', () => {
  it.each([
    null,
    { rule: 'label-budget', options: { labels: 500 } },
    { any: [{ rule: 'label-budget', options: { labels: 500 } }, { rule: 'metric-plateau' }] },
    { all: [{ rule: 'kappa-average' }, { rule: 'metric-plateau' }] },
  ])('give back the plan %j', (plan) => {
    const draft = stoppingDraft(plan);
    expect(draft).toBeDefined();
    if (draft !== undefined) expect(stoppingOf(draft)).toEqual(plan);
  });

  it('leave plans of plans to JSON', () => {
    expect(stoppingDraft({ any: [{ all: [{ rule: 'kappa-average' }] }] })).toBeUndefined();
    expect(stoppingDraft({ any: [{ rule: 'kappa-average' }, { rule: 'kappa-average' }] })).toBeUndefined();
  });
});
