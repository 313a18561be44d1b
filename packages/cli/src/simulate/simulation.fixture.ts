import type { SimulationResult, StrategyOutcome } from '@alaas/core';

function outcome(strategy: string, mean: number, difference: number | null): StrategyOutcome {
  const curve = [
    { labels: 4, mean: mean - 0.1, interval: [mean - 0.2, mean] as [number, number] },
    { labels: 24, mean, interval: [mean - 0.01, mean + 0.01] as [number, number] },
  ];
  return {
    strategy,
    title: strategy,
    aubc: { mean, interval: [mean - 0.02, mean + 0.02] },
    accuracy: curve,
    macroF1: curve,
    calibrationError: curve,
    labelsToTarget: { mean: difference === null ? null : 24, reached: difference === null ? 0 : 1 },
    againstBaseline: difference === null ? null : { difference, interval: null, p: 0.01, holm: 0.0004 },
    forecast: null,
    seconds: { fit: 0.1, select: 0.2 },
    peakMemoryBytes: 200e6,
  };
}

/** Two strategies on two seeds; the name of the data would break a page that trusts it. */
export const simulation: SimulationResult = {
  setting: {
    data: '</script><b>"sms" & co</b>.tsv',
    model: 'hashed-ngrams',
    learner: 'softmax-regression',
    training: { mode: 'cumulative', keep: 0.5, calibrate: 0, pseudoLabels: false },
    items: 100,
    testItems: 20,
    classes: ['ham', 'spam'],
    width: 8,
    seedSet: 4,
    batch: 20,
    budget: 20,
    seeds: [0, 1],
    baseline: 'random',
    target: 0.9,
    key: 'abcdef0123456789',
  },
  leftOut: [
    { strategy: 'bin-min', code: 'STRATEGY_NEEDS', message: 'it needs labelProbabilities' },
    { strategy: 'alfa-mix', code: 'INVALID_LABELS', message: 'a class has no label', seed: 3 },
  ],
  strategies: [outcome('badge', 0.9, 0.1), outcome('random', 0.8, null)],
  penalties: [
    [0, 0.5],
    [0, 0],
  ],
  runs: ['badge', 'random'].flatMap((strategy) =>
    [0, 1].map((seed) => ({
      strategy,
      seed,
      seedSet: [1, 2],
      rounds: [],
      aubc: 0.8,
      stops: [
        {
          stopping: { any: [{ rule: 'kappa-average' }, { rule: 'label-budget', options: { labels: 9 } }] },
          labels: strategy === 'badge' && seed === 0 ? 24 : null,
          accuracy: strategy === 'badge' && seed === 0 ? 0.9 : null,
          why: ['open: Not yet.'],
        },
      ],
      measured: [],
    })),
  ),
};
