import type { StrategyOutcome } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { growingCurves, onOneAxis, winner } from './curves.ts';

const point = (labels: number, accuracy: number) => ({ labels, accuracy, macroF1: accuracy });

describe('growingCurves', () => {
  it('are means of the runs that have got so far', () => {
    const curves = growingCurves([
      { strategy: 'random', seed: 0, points: [point(10, 0.5), point(20, 0.7)] },
      { strategy: 'badge', seed: 0, points: [point(10, 0.6)] },
      { strategy: 'random', seed: 1, points: [point(10, 0.75)] },
    ]);
    expect(curves).toEqual([
      {
        strategy: 'random',
        points: [
          { labels: 10, mean: 0.625 },
          { labels: 20, mean: 0.7 },
        ],
      },
      { strategy: 'badge', points: [{ labels: 10, mean: 0.6 }] },
    ]);
  });
});

describe('onOneAxis', () => {
  it('leaves gaps where a curve has no point', () => {
    const { labels, series } = onOneAxis([
      { strategy: 'a', points: [{ labels: 20, mean: 0.8, low: 0.7, high: 0.9 }] },
      { strategy: 'b', points: [{ labels: 10, mean: 0.5 }] },
    ]);
    expect(labels).toEqual([10, 20]);
    expect(series).toEqual([
      { strategy: 'a', values: [null, 0.8], low: [null, 0.7], high: [null, 0.9] },
      { strategy: 'b', values: [0.5, null], low: [null, null], high: [null, null] },
    ]);
  });
});

describe('winner', () => {
  const outcome = (strategy: string, against: { difference: number; holm: number | null } | null) =>
    ({
      strategy,
      againstBaseline: against === null ? null : { ...against, interval: null, p: against.holm },
    }) as StrategyOutcome;

  it('is the best one where it beats the baseline beyond chance', () => {
    const best = outcome('badge', { difference: 0.02, holm: 0.01 });
    expect(winner([best, outcome('random', null)], 'random')).toBe(best);
  });

  it.each([
    ['chance explains the difference', { difference: 0.02, holm: 0.2 }],
    ['one seed shows nothing', { difference: 0.02, holm: null }],
    ['the baseline is better', { difference: -0.02, holm: 0.01 }],
  ])('is nobody where %s', (_, against) => {
    expect(winner([outcome('badge', against), outcome('random', null)], 'random')).toBeUndefined();
  });

  it('is nobody where random sampling is best', () => {
    expect(
      winner([outcome('random', null), outcome('badge', { difference: -0.1, holm: 0.01 })], 'random'),
    ).toBeUndefined();
  });
});
