import type { SimulationRun } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { compareRuns } from './compare-runs.ts';

function run(
  strategy: string,
  seed: number,
  accuracies: readonly number[],
  target: number | null = null,
): SimulationRun {
  return {
    strategy,
    seed,
    seedSet: [0],
    rounds: accuracies.map((accuracy, i) => ({
      labels: 2 + 10 * i,
      accuracy,
      macroF1: accuracy / 2,
      calibrationError: 1 - accuracy,
      picks: [],
    })),
    aubc: accuracies.reduce((a, b) => a + b, 0) / accuracies.length,
    labelsToTarget: target,
    stops: [],
    measured: accuracies.map((_, i) => ({ fitSeconds: 1, selectSeconds: i, peakMemoryBytes: 1000 * (seed + 1) })),
  };
}

// out of order, as processes finish
const runs = [
  run('better', 8, [0.5, 0.9], 12),
  run('random', 7, [0.4, 0.6]),
  run('better', 7, [0.5, 0.7], null),
  run('random', 8, [0.4, 0.7]),
];
const strategies = [
  { strategy: 'random', title: 'Random' },
  { strategy: 'better', title: 'Better' },
];
const compared = compareRuns(runs, { strategies, seeds: [7, 8], baseline: 'random', target: 0.8, testItems: 100 });

describe('compareRuns', () => {
  it('puts the highest mean area first', () => {
    expect(compared.strategies.map(({ strategy }) => strategy)).toEqual(['better', 'random']);
    // areas 0.6 and 0.7 against 0.5 and 0.55
    expect(compared.strategies[0]?.aubc.mean).toBeCloseTo(0.65, 12);
    expect(compared.strategies[1]?.aubc.mean).toBeCloseTo(0.525, 12);
  });

  it('tests against the baseline in pairs of one seed', () => {
    // differences 0.1 and 0.15: mean 0.125, standard error 0.025, t = 5 with 1 degree of freedom
    const test = compared.strategies[0]?.againstBaseline;
    expect(test?.difference).toBeCloseTo(0.125, 12);
    expect(test?.p).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(5), 10);
    expect(test?.holm).toBe(test?.p);
    expect(compared.strategies[1]?.againstBaseline).toBeNull();
  });

  it('gives means by labels, and seconds and memory over all rounds', () => {
    const [better] = compared.strategies;
    expect(better?.accuracy.map(({ labels }) => labels)).toEqual([2, 12]);
    expect(better?.accuracy[1]?.mean).toBeCloseTo(0.8, 12);
    expect(better?.macroF1[1]?.mean).toBeCloseTo(0.4, 12);
    expect(better?.seconds).toEqual({ fit: 1, select: 0.5 });
    expect(better?.peakMemoryBytes).toBe(9000);
  });

  it('counts who reached the target', () => {
    expect(compared.strategies[0]?.labelsToTarget).toEqual({ mean: 12, reached: 1 });
    expect(compared.strategies[1]?.labelsToTarget).toEqual({ mean: null, reached: 0 });
  });
});
