import { wilsonInterval } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { forecastTarget, type ProjectCurvePoint, thinned } from './learning-curve.ts';
import { labelsSaved } from './random-arm.ts';

/** Rises as 0.97 - 0.47 exp(-n / 60), measured on 2,000 items without error. */
function accuracyAt(labels: number): number {
  return 0.97 - 0.47 * Math.exp(-labels / 60);
}

function point(labels: number): ProjectCurvePoint {
  const accuracy = wilsonInterval(Math.round(accuracyAt(labels) * 2000), 2000);
  return { labels, modelVersion: labels, accuracy, macroF1: accuracy, at: '' };
}

describe('thinned', () => {
  it('keeps few points as they are, and of many the first, the last and some between, in order', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ labels: i + 2 }));
    expect(thinned(many.slice(0, 200))).toEqual(many.slice(0, 200));
    const few = thinned(many);
    expect(few.length).toBeLessThanOrEqual(201);
    expect(few.length).toBeGreaterThan(100);
    expect([few[0], few.at(-1)]).toEqual([many[0], many.at(-1)]);
    const labels = few.map((one) => one.labels);
    expect(labels).toEqual(labels.toSorted((a, b) => a - b));
  });
});

describe('forecastTarget', () => {
  const context = { spent: 60, left: 10_000, seed: 1 };

  it('finds the labels that are missing to a target', () => {
    const curve = [5, 10, 20, 30, 40, 50, 60].map(point);
    // 0.97 - 0.47 exp(-n / 60) = 0.9 at n = 60 ln(0.47 / 0.07) = 114.3
    const { more, low, high, chance, detail } = forecastTarget(curve, 0.9, context);
    expect(Math.abs((more ?? 0) - 54)).toBeLessThan(15);
    expect(low).toBeLessThanOrEqual(more ?? 0);
    expect(high === null || high >= (more ?? 0)).toBe(true);
    expect(chance).toBeGreaterThan(0.5);
    expect(detail).toContain(`About ${more} more labels to 90.0 %`);
  });

  it('says when the target is reached, out of reach, or too early to tell', () => {
    const curve = [5, 10, 20, 30, 40, 60, 120, 200, 300].map(point);
    expect(forecastTarget(curve, 0.6, { ...context, spent: 300 }).more).toBe(0);
    const beyond = forecastTarget(curve, 0.995, { ...context, spent: 300 });
    expect(beyond.more).toBeNull();
    expect(beyond.detail).toContain('levels off below');
    expect(forecastTarget(curve.slice(0, 2), 0.9, context)).toMatchObject({ more: null, chance: 0 });
  });
});

describe('labelsSaved', () => {
  const sizes = [11, 16, 23, 32, 45, 64];
  const points = sizes.map((labels) => ({
    labels,
    estimate: wilsonInterval(Math.round(accuracyAt(labels) * 2000), 2000),
  }));
  const arm = { size: 64, points };

  it('is what random sampling would have taken less what was spent', () => {
    // random sampling reaches 0.9 at 114 labels
    const saved = labelsSaved(arm, 0.9, { spent: 40, items: 5000, seed: 1 });
    expect(Math.abs((saved?.labels?.value ?? 0) - 74)).toBeLessThan(20);
    expect(saved?.labels?.low).toBeLessThanOrEqual(saved?.labels?.value ?? 0);
    expect(saved?.randomLabels).toBe(64);
    expect(saved?.randomCurve).toEqual(arm.points.map(({ labels, estimate }) => ({ labels, accuracy: estimate })));
    expect(saved?.isWholePool).toBe(false);
    expect(saved?.detail).toContain('40 labels were spent');
  });

  it('is negative where the strategy hurts', () => {
    const saved = labelsSaved(arm, 0.7, { spent: 400, items: 5000, seed: 1 });
    // random sampling reaches 0.7 at 60 ln(0.47 / 0.27) = 33 labels
    expect(Math.abs((saved?.labels?.value ?? 0) + 367)).toBeLessThan(10);
  });

  it('never says that sampling takes more than there is', () => {
    const saved = labelsSaved(arm, 0.999, { spent: 40, items: 500, seed: 1 });
    expect(saved).toMatchObject({ labels: { value: 460, high: 460 }, isWholePool: true });
    expect(saved?.detail).toContain('all 500 items');
  });
});
