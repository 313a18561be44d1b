import { describe, expect, it } from 'vitest';
import { areaUnderBudgetCurve, labelsToTarget } from './budget-curve.ts';

const curve = (...points: [number, number][]) => points.map(([labels, value]) => ({ labels, value }));

describe('a budget curve', () => {
  it('has the area of its trapezoids, divided by the quota', () => {
    // (0.5 + 0.7) * 10 / 2 + (0.7 + 0.9) * 10 / 2 = 14 of 20
    expect(areaUnderBudgetCurve(curve([4, 0.5], [14, 0.7], [24, 0.9]))).toBeCloseTo(0.7, 12);
  });

  it('counts a last round that is cut short for less', () => {
    // (0.5 + 0.7) * 10 / 2 + (0.7 + 0.9) * 5 / 2 = 10 of 15
    expect(areaUnderBudgetCurve(curve([4, 0.5], [14, 0.7], [19, 0.9]))).toBeCloseTo(10 / 15, 12);
  });

  it('is the value of its only point', () => {
    expect(areaUnderBudgetCurve(curve([4, 0.5]))).toBe(0.5);
  });

  it('reaches a target at the first point that is not below it', () => {
    const rising = curve([4, 0.5], [14, 0.8], [24, 0.75], [34, 0.9]);
    expect(labelsToTarget(rising, 0.8)).toBe(14);
    expect(labelsToTarget(rising, 0.85)).toBe(34);
    expect(labelsToTarget(rising, 0.95)).toBeNull();
  });
});
