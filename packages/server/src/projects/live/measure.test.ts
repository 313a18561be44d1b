import { matrix } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import type { LabelledItem } from './labelled-items.ts';
import { measure } from './measure.ts';

function item(value: LabelledItem['value']): LabelledItem {
  return { item: '', position: 0, value, isTest: false, arm: 'control' };
}

describe('measure', () => {
  const classes = ['a', 'b', 'c'];

  it('counts what was taken for what, by label', () => {
    const said = matrix(Float32Array.of(0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.55, 0.45, 0, 0.3, 0.45, 0.25), 3);
    const result = measure([item('a'), item('b'), item('b'), item('c')], said, { classes, isMulti: false }, 1);
    expect(result.confusion).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [0, 1, 0],
    ]);
    expect(result.perLabel).toEqual([
      { label: 'a', items: 1, precision: 1 / 2, recall: 1, f1: 2 / 3 },
      { label: 'b', items: 2, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
      { label: 'c', items: 1, precision: null, recall: 0, f1: 0 },
    ]);
    expect(result.accuracy?.value).toBe(0.5);
    // Wilson's interval of 2 in 4, by hand: centre 0.5, half 0.34996
    expect(result.accuracy?.low).toBeCloseTo(0.15004, 4);
    expect(result.accuracy?.high).toBeCloseTo(0.84996, 4);
    // (0.06 + 0.14 + 0.605 + 0.855) / 4
    expect(result.brierScore).toBeCloseTo((0.06 + 0.14 + 0.605 + 0.855) / 4, 5);
    const bins = result.calibration.map(({ confidence, ...rest }) => ({
      ...rest,
      confidence: Number(confidence.toFixed(4)),
    }));
    expect(bins).toEqual([
      { accuracy: 0, items: 1, confidence: 0.45 },
      { accuracy: 0, items: 1, confidence: 0.55 },
      { accuracy: 1, items: 1, confidence: 0.7 },
      { accuracy: 1, items: 1, confidence: 0.8 },
    ]);
  });

  it('measures sets of labels: all right or not, and each label by itself', () => {
    const said = matrix(Float32Array.of(0.9, 0.2, 0.6, 0.7, 0.1, 0.4), 2);
    const result = measure([item(['a']), item(['a', 'b']), item([])], said, { classes: ['a', 'b'], isMulti: true }, 1);
    // said: {a}, {a, b}, {}: all right
    expect(result.accuracy?.value).toBe(1);
    expect(result.macroF1).toMatchObject({ value: 1 });
    // three right answers are no proof of a perfect head
    expect(result.macroF1?.low).toBeLessThan(0.9);
    const other = measure(
      [item(['b']), item(['a', 'b']), item(['a'])],
      said,
      { classes: ['a', 'b'], isMulti: true },
      1,
    );
    expect(other.accuracy?.value).toBeCloseTo(1 / 3, 9);
    expect(other.perLabel).toEqual([
      { label: 'a', items: 2, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
      { label: 'b', items: 2, precision: 1, recall: 1 / 2, f1: 2 / 3 },
    ]);
    expect(other.macroF1?.value).toBeCloseTo((1 / 2 + 2 / 3) / 2, 9);
    expect(other.confusion).toBeUndefined();
    expect(other.calibrationError).toBeNull();
  });

  it('gives the same intervals for the same seed', () => {
    const said = matrix(
      Float32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 0.6 : 0.4)),
      2,
    );
    const items = Array.from({ length: 30 }, (_, i) => item(i % 3 === 0 ? 'b' : 'a'));
    const kind = { classes: ['a', 'b'], isMulti: false };
    expect(measure(items, said, kind, 4)).toEqual(measure(items, said, kind, 4));
  });
});
