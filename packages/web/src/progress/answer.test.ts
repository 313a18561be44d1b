import type { ProjectMetrics } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { answerOf, answersFor, missingForComparison, saidShare } from './answer.ts';
import { metricsOf } from './metrics.fixture.ts';

const single = { task: 'single-label', controlShare: 0.15, target: null } as const;
const aimed = { ...single, target: 0.95 };

const accuracy = { value: 0.91, low: 0.88, high: 0.94 };

function measured(change: Partial<ProjectMetrics> = {}): ProjectMetrics {
  return metricsOf({
    training: { modelVersion: 4 },
    evaluation: { items: 120, accuracy },
    ...change,
  });
}

const forecast = { target: 0.95, more: 40, low: 20, high: 90, chance: 0.9, detail: '' };

describe('the verdict', () => {
  it('says that some tasks teach no model', () => {
    expect(answerOf(metricsOf({}), { ...single, task: 'boxes' }).verdict).toEqual({ kind: 'no-model-for-task' });
  });

  it('names the labels that have answers before there is a model', () => {
    const classBalance = [
      { label: 'spam', responses: 3, share: 1 },
      { label: 'ham', responses: 0, share: 0 },
    ];
    const { verdict } = answerOf(metricsOf({ classBalance, pool: { responses: 3 } }), single);
    expect(verdict).toEqual({ kind: 'no-model', answers: 3, labels: ['spam'] });
  });

  it('says how many answers it takes until ten were drawn at random', () => {
    const metrics = metricsOf({ training: { modelVersion: 1 } });
    // 10 / 0.15 is 66.67 answers
    expect(answerOf(metrics, single).verdict).toEqual({ kind: 'not-measured', answers: 67 });
    expect(answerOf(metrics, { ...single, controlShare: 0 }).verdict).toEqual({ kind: 'no-control' });
  });

  it('gives the accuracy where it was measured', () => {
    const { verdict } = answerOf(measured(), single);
    expect(verdict).toEqual({ kind: 'measured', accuracy: { value: 0.91, low: 0.88, high: 0.94 }, items: 120 });
  });
});

describe('the distance to the target', () => {
  const distanceOf = (given: Partial<typeof forecast>) =>
    answerOf(measured({ forecast: { ...forecast, ...given } }), aimed).distance;

  it('is not known without a target, or with too few measurements', () => {
    expect(answerOf(measured(), single).distance).toEqual({ kind: 'no-target' });
    const curve = [10, 10, 20].map((labels) => ({ labels, modelVersion: 1, accuracy, macroF1: null, at: '' }));
    const none = { ...forecast, more: null, low: null, high: null, chance: 0 };
    const { distance } = answerOf(measured({ curve, forecast: none }), aimed);
    expect(distance).toEqual({ kind: 'unknown', target: 0.95, measured: 2 });
  });

  it('is a number of labels with its ends, and says when the pool has fewer', () => {
    const expected = { kind: 'more', target: 0.95, more: 40, low: 20, high: 90, isBeyondPool: false };
    expect(distanceOf({})).toEqual(expected);
    expect(distanceOf({ more: 1001 })).toMatchObject({ isBeyondPool: true });
  });

  it('waits for the next measurement where there is a target and no forecast', () => {
    expect(answerOf(measured(), aimed).distance).toEqual({ kind: 'unknown', target: 0.95, measured: 0 });
  });

  it('is nothing where the target is reached, and out of reach where the curve levels off below it', () => {
    expect(distanceOf({ more: 0 })).toEqual({ kind: 'reached', target: 0.95 });
    const none = { ...forecast, more: null, low: null, high: null, chance: 0 };
    const curve = [10, 20, 30].map((labels) => ({ labels, modelVersion: 1, accuracy, macroF1: null, at: '' }));
    const { distance } = answerOf(measured({ curve, forecast: none }), aimed);
    expect(distance).toEqual({ kind: 'out-of-reach', target: 0.95, chance: 0 });
  });
});

describe('the advice', () => {
  it('is to stop where a stopping rule says so', () => {
    expect(answerOf(measured({ stop: { isAdvised: true, reasons: [], parts: [] } }), single).advice).toBe('stop');
  });

  it('calls a target reached only when the whole interval is above it', () => {
    expect(answerOf(measured(), { ...single, target: 0.88 }).advice).toBe('target');
    expect(answerOf(measured(), { ...single, target: 0.89 }).advice).toBe('keep');
    expect(answerOf(measured(), single).advice).toBe('keep');
  });
});

it('counts the random answers that the comparison lacks', () => {
  expect(missingForComparison(metricsOf({}))).toBe(30);
  expect(missingForComparison(metricsOf({ evaluation: { items: 18 } }))).toBe(12);
  expect(missingForComparison(measured())).toBe(0);
  expect(answersFor(12, 0.5)).toBe(24);
});

it('never says all or nothing of what is almost all or nothing', () => {
  expect([0.914, 1, 0].map(saidShare)).toEqual([0.91, 1, 0]);
  expect(saidShare(0.9967)).toBe(0.997);
  expect(saidShare(0.99999)).toBe(0.999);
  expect(saidShare(0.0001)).toBe(0.001);
});
