import { describe, expect, it } from 'vitest';
import { isInPolygon, pointsInPolygon } from './lasso.ts';
import { PointGrid } from './point-grid.ts';

const place = (x: number, y: number) => ({ x, y });

describe('the lasso', () => {
  // the letter L: a square of 2 without its upper right quarter
  const letter = [place(0, 0), place(2, 0), place(2, 1), place(1, 1), place(1, 2), place(0, 2)];

  it('holds what is in a shape with a corner that goes in', () => {
    expect(isInPolygon(place(0.5, 1.5), letter)).toBe(true);
    expect(isInPolygon(place(1.5, 0.5), letter)).toBe(true);
    expect(isInPolygon(place(1.5, 1.5), letter)).toBe(false);
    expect(isInPolygon(place(-0.5, 0.5), letter)).toBe(false);
    expect(isInPolygon(place(0.5, 2.5), letter)).toBe(false);
  });

  it('is the same whichever way round it was drawn', () => {
    const other = letter.toReversed();
    for (const at of [place(0.5, 1.5), place(1.5, 1.5), place(3, 0.5)]) {
      expect(isInPolygon(at, other)).toBe(isInPolygon(at, letter));
    }
  });

  it('counts a corner on the way once', () => {
    const diamond = [place(0, -1), place(1, 0), place(0, 1), place(-1, 0)];
    expect(isInPolygon(place(0, 0), diamond)).toBe(true);
    expect(isInPolygon(place(-2, 0), diamond)).toBe(false);
  });

  it('selects the points in it', () => {
    const x = Float32Array.of(-0.5, 0.5, 0.5, -0.5, 0);
    const y = Float32Array.of(-0.5, -0.5, 0.5, 0.5, 0);
    const at = (i: number) => place(x[i] as number, y[i] as number);
    const lower = [place(-0.9, -0.9), place(0.9, -0.9), place(0.9, 0.8)];
    // a triangle below the line from (-0.9, -0.9) to (0.9, 0.8): 0 is at y = -0.522 of it, 4 at -0.05
    expect(pointsInPolygon(lower, new PointGrid(x, y), at)).toEqual([1]);
    const around = [place(-1, -1), place(1, -1), place(1, 1), place(-1, 1)];
    expect(pointsInPolygon(around, new PointGrid(x, y), at)).toEqual([0, 1, 2, 3, 4]);
  });

  it('holds nothing before it is a shape', () => {
    const grid = new PointGrid(Float32Array.of(0), Float32Array.of(0));
    expect(pointsInPolygon([place(-1, 0), place(1, 0)], grid, () => place(0, 0))).toEqual([]);
  });
});
