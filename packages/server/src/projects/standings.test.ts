import { describe, expect, it } from 'vitest';
import { createStandings } from './standings.ts';

const standings = createStandings({
  progress: {
    standings: async () => new Map([['mail', { completed: 4, answers: 5, activeAt: Date.UTC(2026, 0, 2) }]]),
  },
  models: {
    newestEvaluation: async (project) =>
      project === 'mail' ? '{"spent":5,"evaluation":{"accuracy":{"value":0.75,"low":0.5,"high":0.9}}}' : undefined,
  },
  datasets: () => [{ id: 'letters', items: 40 }],
});

describe('createStandings', () => {
  it('tells reviewers how accurate the newest head is, and annotators not', async () => {
    const mail = { id: 'mail', dataset: 'letters' };
    const told = await standings.of([
      { ...mail, role: 'reviewer' },
      { ...mail, role: 'annotator' },
    ]);
    const both = { items: 40, completed: 4, answers: 5, activeAt: '2026-01-02T00:00:00.000Z' };
    expect(told).toEqual([
      { ...both, accuracy: 0.75 },
      { ...both, accuracy: null },
    ]);
  });

  it('knows nothing of a project that nobody has begun', async () => {
    expect(await standings.of([{ id: 'post', dataset: 'gone', role: 'owner' }])).toEqual([
      { items: 0, completed: 0, answers: 0, activeAt: null, accuracy: null },
    ]);
  });

  it('says of a head that could not be measured that nothing is known', async () => {
    const unmeasured = createStandings({
      progress: { standings: async () => new Map() },
      models: { newestEvaluation: async () => '{"spent":5,"evaluation":{"accuracy":null}}' },
      datasets: () => [],
    });
    expect(await unmeasured.of([{ id: 'mail', dataset: 'letters', role: 'owner' }])).toMatchObject([
      { accuracy: null },
    ]);
  });
});
