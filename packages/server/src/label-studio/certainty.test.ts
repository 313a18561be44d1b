import { describe, expect, it } from 'vitest';
import { certainty } from './certainty.ts';

const of = (kind: 'single' | 'multi', ...p: number[]) => certainty(kind, Float32Array.from(p));

describe('certainty', () => {
  it('is 0 where all labels are equally likely, and 1 where one is sure', () => {
    expect(of('single', 0.25, 0.25, 0.25, 0.25)).toBeCloseTo(0, 6);
    expect(of('single', 0, 1, 0)).toBe(1);
    expect(of('single', 1)).toBe(1);
  });

  it('is 1 less the entropy as a share of the largest', () => {
    // H(1/2, 1/4, 1/4) = 1.5 ln 2, of at most ln 3
    expect(of('single', 0.5, 0.25, 0.25)).toBeCloseTo(1 - (1.5 * Math.LN2) / Math.log(3), 6);
  });

  it('is the mean over labels where an item may have several', () => {
    expect(of('multi', 0.5, 0.5)).toBeCloseTo(0, 6);
    expect(of('multi', 1, 0)).toBe(1);
    // one label is sure, of the other nothing is known
    expect(of('multi', 1, 0.5)).toBeCloseTo(0.5, 6);
    // H(1/4) = 2 ln 2 - 3/4 ln 3
    expect(of('multi', 0.25)).toBeCloseTo(1 - (2 * Math.LN2 - 0.75 * Math.log(3)) / Math.LN2, 6);
  });

  it('knows nothing of no labels', () => {
    expect(of('single')).toBe(0);
  });
});
