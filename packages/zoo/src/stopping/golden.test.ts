import { isAlaasError, matrix, type Round } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { answering, measured, verdictOf } from '../testing/stopping-rounds.ts';
import classificationChange from './classification-change.ts';
import costLimit from './cost-limit.ts';
import deltaF from './delta-f.ts';
import forecastGain from './forecast-gain.ts';
import forecastUnreachable from './forecast-unreachable.ts';
import kappaAverage from './kappa-average.ts';
import labelBudget from './label-budget.ts';
import maxRounds from './max-rounds.ts';
import metricPlateau from './metric-plateau.ts';
import overallUncertainty from './overall-uncertainty.ts';
import poolShare from './pool-share.ts';
import targetMetric from './target-metric.ts';
import varianceSurge from './variance-surge.ts';
import wallTime from './wall-time.ts';

describe('budgets', () => {
  it('stop when the amount reaches the limit, and say how much is spent', () => {
    const rounds: Round[] = [
      { labels: 50, cost: 4, seconds: 9.5, poolLeft: 150 },
      { labels: 100, cost: 7.5, seconds: 20, poolLeft: 100 },
    ];
    const cases = [
      [labelBudget, { labels: 101 }, { labels: 100 }, 100, '100 of 101 labels are spent.'],
      [maxRounds, { rounds: 3 }, { rounds: 2 }, 2, '2 of 3 rounds are spent.'],
      [costLimit, { cost: 7.6 }, { cost: 7.5 }, 7.5, '7.5 of 7.6 units of cost are spent.'],
      [wallTime, { seconds: 21 }, { seconds: 20 }, 20, '20 of 21 seconds are spent.'],
    ] as const;
    for (const [rule, open, met, value, reason] of cases) {
      expect(verdictOf(rule, rounds, open)).toEqual({ stop: false, value, reason });
      expect(verdictOf(rule, rounds, met)).toMatchObject({ stop: true, value });
    }
  });

  it('pool-share counts labels against labels and what is left', () => {
    const rounds = [{ labels: 50, poolLeft: 150 }];
    expect(verdictOf(poolShare, rounds, { share: 0.25 })).toMatchObject({ stop: true, value: 0.25 });
    expect(verdictOf(poolShare, rounds, { share: 0.3 })).toEqual({
      stop: false,
      value: 0.25,
      reason: '50 of 200 items are labelled, a share of 0.25; stops at 0.3.',
    });
    expect(verdictOf(poolShare, [{ labels: 0, poolLeft: 0 }], { share: 1 })).toMatchObject({ stop: true, value: 1 });
  });
});

describe('target-metric', () => {
  it('stops by the lower end of the interval, not by the value', () => {
    // 0.92 - 1.96 * 0.01 = 0.9004, and 0.91 - 0.0196 = 0.8904
    expect(verdictOf(targetMetric, [measured(10, 0.92)], { target: 0.9 }).stop).toBe(true);
    const open = verdictOf(targetMetric, [measured(10, 0.91)], { target: 0.9, metric: 'macroF1' });
    expect(open.stop).toBe(false);
    expect(open.reason).toBe('Macro-F1 is 0.91, and at least 0.89 with 95 % confidence; stops at 0.9.');
  });

  it('says when so few labels are held out that nothing could show the target', () => {
    // Wilson of 50 of 50: 50 / (50 + 3.84) = 0.929
    const few = measured(10, 0.9, { items: 50 });
    expect(verdictOf(targetMetric, [few], { target: 0.95 }).reason).toContain('Not even 50 right answers of 50');
    expect(verdictOf(targetMetric, [few], { target: 0.92 }).reason).not.toContain('Not even');
  });
});

describe('kappa-average', () => {
  it('averages the last kappas of successive rounds', () => {
    const a = [0, 0, 1, 1];
    const b = [0, 0, 0, 1];
    // kappa(a, b): agreement 3/4, chance 1/2 * 3/4 + 1/2 * 1/4 = 1/2, so 1/2; kappa(b, b) = 1
    const rounds = [answering(a), answering(b), answering(b), answering(b)];
    const open = verdictOf(kappaAverage, rounds);
    expect(open.value).toBeCloseTo(2.5 / 3, 12);
    expect(open.stop).toBe(false);
    expect(open.reason).toBe(
      'Agreement of successive models is kappa 0.833 over the last 3 changes of the model; stops at 0.99.',
    );
    expect(verdictOf(kappaAverage, [...rounds, answering(b)])).toMatchObject({ stop: true, value: 1 });
    expect(verdictOf(kappaAverage, rounds, { rounds: 2 }).stop).toBe(true);
    expect(verdictOf(kappaAverage, rounds, { threshold: 0.8 }).stop).toBe(true);
  });

  it('counts identical answers of a single class as full agreement', () => {
    const rounds = Array.from({ length: 4 }, () => answering([1, 1, 1]));
    expect(verdictOf(kappaAverage, rounds, { threshold: 1 })).toMatchObject({ stop: true, value: 1 });
  });

  it('waits for enough rounds, and compares nothing across two stop sets', () => {
    const same = answering([0, 1]);
    const early = verdictOf(kappaAverage, [same, same, same]);
    expect(early).toEqual({
      stop: false,
      value: undefined,
      reason: 'Compares 4 rounds in a row with answers on the same stop set; there are 3 so far.',
      lacks: { what: 'successive-rounds', have: 3, want: 4 },
    });
    const other = answering([0, 1], { id: 'other' });
    expect(verdictOf(kappaAverage, [same, same, same, other]).reason).toContain('there are 1 so far');
    expect(verdictOf(kappaAverage, [same, answering([0, 1, 1]), same], { rounds: 1 }).stop).toBe(false);
    const none = answering([]);
    expect(verdictOf(kappaAverage, [none, none, none, none]).stop).toBe(false);
  });
});

describe('classification-change', () => {
  it('stops when no more than a share of the answers changed', () => {
    const rounds = [answering([0, 0, 1, 1]), answering([0, 0, 1, 0]), answering([0, 0, 1, 0])];
    expect(verdictOf(classificationChange, rounds)).toMatchObject({ stop: true, value: 0 });
    expect(verdictOf(classificationChange, rounds.slice(0, 2))).toMatchObject({ stop: false, value: 0.25 });
    expect(verdictOf(classificationChange, rounds, { rounds: 2 })).toEqual({
      stop: false,
      value: 0.25,
      reason: 'A share of 0.25 of the predictions changed in the worst of the last 2 rounds; stops at 0 or less.',
    });
    expect(verdictOf(classificationChange, rounds, { rounds: 2, share: 0.25 }).stop).toBe(true);
  });
});

describe('delta-f', () => {
  const of = (text: string, classes = 2): Round => answering([...text].map(Number), { classes });

  it('compares the F1 of the second of two classes, three times in a row', () => {
    // both say 1 three times, the older alone once, the newer alone once: 1 - 6 / 8
    const [one, two] = [of('11110000'), of('11100001')];
    expect(verdictOf(deltaF, [one, two], { rounds: 1 })).toMatchObject({ stop: false, value: 0.25 });
    expect(verdictOf(deltaF, [one, two], { rounds: 1, threshold: 0.3 }).stop).toBe(true);
    const open = verdictOf(deltaF, [one, two, two, two]);
    expect(open).toMatchObject({ stop: false, value: 0.25 });
    expect(open.reason).toContain('0.25 in the worst of the last 3 changes of the model; stops below 0.05');
    expect(verdictOf(deltaF, [one, two, two, two, two])).toMatchObject({ stop: true, value: 0 });
  });

  it('sums the counts of several classes, which over all of them is the share that changed', () => {
    const rounds = [of('00112233', 4), of('00112230', 4)];
    // 7 of 8 the same: 1 - 14 / 16
    expect(verdictOf(deltaF, rounds, { rounds: 1 }).value).toBeCloseTo(1 / 8, 12);
    // of classes 2 and 3: both 2 + 1, the older alone 1: 1 - 6 / 7
    expect(verdictOf(deltaF, rounds, { rounds: 1, classes: [2, 3] }).value).toBeCloseTo(1 / 7, 12);
  });

  it('does not stop where no model predicts the class, though nothing changes', () => {
    const verdict = verdictOf(
      deltaF,
      Array.from({ length: 4 }, () => of('0000')),
    );
    expect(verdict).toMatchObject({ stop: false, value: undefined });
    expect(verdict.reason).toContain('no class that counts');
  });
});

describe('overall-uncertainty', () => {
  const withRows = (...rows: number[][]): Round => {
    const probabilities = matrix(Float32Array.from(rows.flat()), rows[0]?.length ?? 0);
    return { labels: 1, stopSet: { id: 's', predictions: new Int32Array(rows.length), probabilities } };
  };

  it('is the mean entropy, 1 for a uniform row', () => {
    const half = verdictOf(overallUncertainty, [withRows([0.5, 0.5], [1, 0])]);
    expect(half.value).toBeCloseTo(0.5, 12);
    expect(half.stop).toBe(false);
    expect(verdictOf(overallUncertainty, [withRows([1, 0, 0], [0, 0, 1])])).toMatchObject({ stop: true, value: 0 });
    // (1.5 ln 2) / ln 3
    const three = verdictOf(overallUncertainty, [withRows([0.5, 0.25, 0.25])]);
    expect(three.value).toBeCloseTo((1.5 * Math.LN2) / Math.log(3), 10);
    expect(verdictOf(overallUncertainty, [withRows([0.5, 0.5], [1, 0])], { threshold: 0.6 }).stop).toBe(true);
  });

  it('takes a model of one class for no evidence, and names a row that is not a number', () => {
    expect(verdictOf(overallUncertainty, [withRows([1], [1])])).toMatchObject({ stop: false, value: undefined });
    try {
      verdictOf(overallUncertainty, [withRows([1, 0], [Number.NaN, 1])]);
      expect.unreachable();
    } catch (error) {
      expect(isAlaasError(error, 'INVALID_PROBABILITIES')).toBe(true);
      expect(String(error)).toContain('row 1');
    }
  });
});

describe('metric-plateau', () => {
  const curve = (...values: number[]): Round[] => values.map((value, i) => measured(10 * (i + 1), value));

  it('says by how much the metric rose', () => {
    const open = verdictOf(metricPlateau, curve(0.5, 0.8, 0.81, 0.82, 0.8375), { metric: 'macroF1' });
    expect(open.stop).toBe(false);
    expect(open.reason).toBe('Macro-F1 rose by 0.0375 over the last 3 rounds; stops below 0.01.');
    expect(verdictOf(metricPlateau, curve(0.5, 0.8, 0.801, 0.802, 0.803)).stop).toBe(true);
  });

  it('goes on while the metric falls or swings', () => {
    expect(verdictOf(metricPlateau, curve(0.8, 0.78, 0.77, 0.75)).reason).toContain('fell by 0.05');
    expect(verdictOf(metricPlateau, curve(0.8, 0.85, 0.78, 0.8)).reason).toContain('moved within 0.07');
    expect(verdictOf(metricPlateau, curve(0.8, 0.85, 0.78, 0.8)).stop).toBe(false);
  });

  it('waits for the rounds that it compares', () => {
    const early = verdictOf(metricPlateau, curve(0.8, 0.8, 0.8));
    expect(early).toMatchObject({ stop: false, value: undefined });
    expect(early.reason).toBe('Compares 4 rounds with metrics; there are 3 so far.');
    expect(verdictOf(metricPlateau, curve(0.8, 0.8, 0.8, 0.8))).toMatchObject({ stop: true, value: 0 });
  });
});

describe('variance-surge', () => {
  it('stops when the confidences of the last batch spread', () => {
    const batch = (...confidences: number[]): Round => ({
      labels: 1,
      batchConfidences: Float64Array.from(confidences),
    });
    // mean 0.75, variance 0.25^2
    expect(verdictOf(varianceSurge, [batch(0.5, 1)])).toMatchObject({ stop: true, value: 0.0625 });
    // mean 0.5625, variance 0.0625^2 = 0.0039
    const open = verdictOf(varianceSurge, [batch(0.5, 1), batch(0.5, 0.625)]);
    expect(open).toMatchObject({ stop: false, value: 0.00390625 });
    expect(open.reason).toContain('a variance of 0.00391; stops above 0.005');
    expect(verdictOf(varianceSurge, [batch(0.5)])).toMatchObject({ stop: false, value: undefined });
  });
});

describe('forecasts', () => {
  const sizes = [100, 200, 300, 400, 500, 600, 700, 800];
  const curve = (asymptote: number): Round[] =>
    sizes.map((n) => measured(n, asymptote - 0.5 * Math.exp(-0.006 * n), { deviation: 0.002 }));

  it('forecast-unreachable stops when even the upper end levels off below the target', () => {
    const met = verdictOf(forecastUnreachable, curve(0.8), { target: 0.9 });
    expect(met.stop).toBe(true);
    expect(met.value).toBeGreaterThan(0.8);
    expect(met.value).toBeLessThan(0.9);
    expect(met.reason).toMatch(/^Accuracy is forecast to level off at 0\.8, at most at 0\.8\d*; stops when that/);
    expect(verdictOf(forecastUnreachable, curve(0.8), { target: 0.8 }).stop).toBe(false);
    expect(verdictOf(forecastUnreachable, curve(0.95), { target: 0.9 }).stop).toBe(false);
  });

  it('forecast-gain stops when the next labels add hardly anything', () => {
    // 0.5 (exp(-4.8) - exp(-5.4)) = 0.0019 more at 900 labels; 0.5 (exp(-1.8) - exp(-2.4)) = 0.037 from 300 to 400
    expect(verdictOf(forecastGain, curve(0.8)).stop).toBe(true);
    const open = verdictOf(forecastGain, curve(0.8).slice(0, 3), { gain: 0.02 });
    expect(open.stop).toBe(false);
    expect(open.value).toBeGreaterThan(0.03);
    // the forecast alone lies below, its upper end does not
    expect(verdictOf(forecastGain, curve(0.8).slice(0, 3), { gain: 0.038 })).toMatchObject({ stop: false });
    expect(open.reason).toContain('with the next 100 labels; stops when that is below 0.02');
  });

  it('wait for three sizes, and leave out rounds without a label', () => {
    for (const rule of [forecastGain, forecastUnreachable]) {
      const options = rule === forecastGain ? {} : { target: 0.9 };
      const early = [measured(0, 0.1), ...curve(0.8).slice(0, 2)];
      expect(verdictOf(rule, early, options)).toEqual({
        stop: false,
        value: undefined,
        reason: 'A forecast takes metrics at 3 numbers of labels, or 4 without intervals; there are 2 so far.',
        lacks: { what: 'sizes', have: 2, want: 3 },
      });
      expect(verdictOf(rule, [measured(0, 0.1)], options).stop).toBe(false);
    }
  });
});
