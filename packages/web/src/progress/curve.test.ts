import type { ProjectMetrics } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { curveFloor, curveLines } from './curve.ts';

const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.05 });

const curve: ProjectMetrics['curve'] = [
  { labels: 10, modelVersion: 1, accuracy: estimate(0.6), macroF1: null, at: '' },
  { labels: 40, modelVersion: 5, accuracy: estimate(0.8), macroF1: estimate(0.7), at: '' },
];

const saved: ProjectMetrics['saved'] = {
  labels: null,
  isWholePool: false,
  randomLabels: 32,
  randomAccuracy: estimate(0.7),
  randomCurve: [
    { labels: 10, accuracy: estimate(0.5) },
    { labels: 32, accuracy: estimate(0.7) },
  ],
  spent: 40,
  pool: 400,
  accuracy: 0.8,
  detail: '',
};

const forecast = { target: 0.9, more: 60, low: 20, high: 90, chance: 0.9, detail: '' };

describe('curveLines', () => {
  it('puts all lines on one axis, with nothing where a line has no point', () => {
    const lines = curveLines({ curve, saved, forecast: null }, null);
    expect(lines.labels).toEqual([10, 32, 40]);
    expect(lines.accuracy.values).toEqual([0.6, null, 0.8]);
    expect(lines.accuracy.low[0]).toBeCloseTo(0.5, 10);
    expect(lines.macroF1.values).toEqual([null, null, 0.7]);
    expect(lines.random?.values).toEqual([0.5, 0.7, null]);
    expect([lines.target, lines.forecast]).toEqual([undefined, undefined]);
  });

  it('draws the target everywhere and the forecast from its fewest labels to its most', () => {
    const lines = curveLines({ curve, saved: null, forecast }, 0.9);
    expect(lines.labels).toEqual([10, 40, 60, 100, 130]);
    expect(lines.target).toEqual([0.9, 0.9, 0.9, 0.9, 0.9]);
    expect(lines.forecast).toEqual([null, null, 0.9, 0.9, 0.9]);
    expect(lines.random).toBeUndefined();
  });

  it('draws a target before there is a forecast', () => {
    const lines = curveLines({ curve, saved: null, forecast: null }, 0.9);
    expect([lines.target, lines.forecast]).toEqual([[0.9, 0.9], undefined]);
  });

  it('cuts a forecast without an end at four times the labels so far, and leaves out one beyond that', () => {
    expect(curveLines({ curve, saved: null, forecast: { ...forecast, high: null } }, 0.9).labels.at(-1)).toBe(160);
    expect(curveLines({ curve, saved: null, forecast: { ...forecast, more: 121 } }, 0.9).forecast).toBeUndefined();
    expect(curveLines({ curve, saved: null, forecast: { ...forecast, more: 0 } }, 0.9).forecast).toBeUndefined();
  });
});

it('begins the axis of shares at a tenth below all that is drawn, at a half at most', () => {
  expect(curveFloor(curveLines({ curve, saved: null, forecast: null }, null))).toBe(0.5);
  expect(curveFloor(curveLines({ curve, saved, forecast: null }, null))).toBeCloseTo(0.4, 10);
});
