import { expect, test } from 'vitest';
import { joinSummaries } from './join-summaries.ts';
import type { SettingSummary, StrategySummary } from './summary.ts';

const setting: SettingSummary['setting'] = {
  model: null,
  learner: 'softmax-regression',
  items: 100,
  testItems: 50,
  width: 3,
  classes: 2,
  seedSet: 4,
  batch: 4,
  budget: 4,
  seeds: [0, 1],
  baseline: 'random',
};

/** @param p null: the baseline */
function outcome(strategy: string, mean: number, p: number | null, holm = p): StrategySummary {
  return {
    strategy,
    title: strategy,
    aubc: { mean, interval: null },
    againstBaseline: p === null ? null : { difference: mean - 0.5, interval: null, p, holm },
    lastAccuracy: { mean: 0.6, interval: null },
    seconds: { fit: 1, select: mean },
    peakMemoryBytes: 1000,
  };
}

function summaryOf(parts: Pick<SettingSummary, 'strategies' | 'leftOut' | 'claims' | 'penalties'>): SettingSummary {
  return { name: 'things', title: 'Things', about: '', setting, measuredOn: { cores: 2, node: '24.0.0' }, ...parts };
}

const slow = (strategy: string, message: string) => ({ strategy, code: 'TOO_SLOW' as const, message });
const claim = { strategy: 'badge', difference: 0.2, p: 0.02, holm: 0.02, holds: true };
const before = summaryOf({
  strategies: [outcome('badge', 0.7, 0.02, 0.04), outcome('random', 0.5, null), outcome('tod', 0.4, 0.03, 0.04)],
  leftOut: [slow('bait', 'It took long.'), slow('epig', 'It took long.')],
  claims: [claim],
  penalties: [
    [0, 1, 0.5],
    [0.25, 0, 0],
    [0, 0, 0],
  ],
});
const added = summaryOf({
  strategies: [outcome('bait', 0.6, 0.01), outcome('random', 0.5 + 1e-9, null)],
  leftOut: [slow('epig', 'It took 9 s.')],
  claims: [],
  penalties: [
    [0, 0.75],
    [0.125, 0],
  ],
});

test('what ran later stands among the others by its mean, and what it was left out for is gone', () => {
  const joined = joinSummaries(before, added);
  expect(joined.strategies.map(({ strategy }) => strategy)).toEqual(['badge', 'bait', 'random', 'tod']);
  expect(joined.leftOut).toEqual([slow('epig', 'It took 9 s.')]);
  expect(joined.claims).toEqual([claim]);
});

test("Holm's correction is made anew for all together", () => {
  const { strategies } = joinSummaries(before, added);
  // 0.01 x 3; 0.02 x 2; 0.03, which is not less than the one before
  expect(strategies.map(({ againstBaseline }) => againstBaseline?.holm)).toEqual([0.04, 0.03, undefined, 0.04]);
});

test('two that never ran in one simulation have no penalty', () => {
  expect(joinSummaries(before, added).penalties).toEqual([
    [0, null, 1, 0.5],
    [null, 0, 0.75, null],
    [0.25, 0.125, 0, 0],
    [0, null, 0, 0],
  ]);
});

test('what ran again takes the place of what is written', () => {
  const again = { ...added, strategies: [outcome('tod', 0.8, 0.01), outcome('random', 0.5, null)], leftOut: [] };
  const joined = joinSummaries(before, again);
  expect(joined.strategies.map(({ strategy, aubc }) => [strategy, aubc.mean])).toEqual([
    ['tod', 0.8],
    ['badge', 0.7],
    ['random', 0.5],
  ]);
  // no other ran beside the new one
  expect(joined.penalties).toEqual([
    [0, null, 0.75],
    [null, 0, 1],
    [0.125, 0.25, 0],
  ]);
});

test('another setting, machine or baseline is refused', () => {
  const others: SettingSummary[] = [
    { ...added, setting: { ...setting, budget: 8 } },
    { ...added, measuredOn: { cores: 4, node: '24.0.0' } },
    { ...added, strategies: [outcome('random', 0.51, null)] },
  ];
  for (const other of others) expect(() => joinSummaries(before, other)).toThrow('Run all strategies.');
});
