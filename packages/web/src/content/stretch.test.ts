import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWhole, moved, stretchTo, zoomed } from './stretch.ts';

const whole = { from: 10, to: 110 };

describe('a stretch of an axis', () => {
  it('is chosen by its ends in any order, and cut at those of the whole', () => {
    expect(stretchTo(60, 40, whole)).toEqual({ from: 40, to: 60 });
    expect(stretchTo(0, 40, whole)).toEqual({ from: 10, to: 50 });
  });

  it('is zoomed about its middle', () => {
    expect(zoomed(whole, 2, whole)).toEqual({ from: 35, to: 85 });
    expect(zoomed({ from: 50, to: 70 }, 0.5, whole)).toEqual({ from: 40, to: 80 });
  });

  it('moves by a quarter of itself, and stops at the end', () => {
    expect(moved({ from: 50, to: 70 }, 1, whole)).toEqual({ from: 55, to: 75 });
    expect(moved({ from: 88, to: 108 }, 1, whole)).toEqual({ from: 90, to: 110 });
    expect(moved({ from: 10, to: 30 }, -1, whole)).toEqual({ from: 10, to: 30 });
  });

  it('stays inside the whole and never becomes nothing, whatever is done', () => {
    const act = fc.oneof(
      fc.record({ zoom: fc.constantFrom(0.5, 2, 100) }),
      fc.record({ move: fc.constantFrom(-1, 1) }),
      fc.record({ a: fc.integer({ min: -200, max: 300 }), b: fc.integer({ min: -200, max: 300 }) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let now = whole;
        for (const one of acts) {
          if ('zoom' in one) now = zoomed(now, one.zoom, whole);
          else if ('move' in one) now = moved(now, one.move, whole);
          else now = stretchTo(one.a, one.b, whole);
          expect(now.from).toBeGreaterThanOrEqual(10 - 1e-9);
          expect(now.to).toBeLessThanOrEqual(110 + 1e-9);
          expect(now.to - now.from).toBeGreaterThan(0.009);
        }
      }),
      { seed: 1 },
    );
  });

  it('knows when it is the whole', () => {
    expect(isWhole(zoomed(whole, 0.5, whole), whole)).toBe(true);
    expect(isWhole(zoomed(whole, 2, whole), whole)).toBe(false);
  });

  it('of a single point stays as it is', () => {
    const point = { from: 3, to: 3 };
    expect(zoomed(point, 2, point)).toEqual(point);
  });
});
