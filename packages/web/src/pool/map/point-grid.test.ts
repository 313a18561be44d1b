import { describe, expect, it } from 'vitest';
import { PointGrid } from './point-grid.ts';

/** A linear congruential generator (Numerical Recipes): the same cloud every time. */
function cloud(n: number): { x: Float32Array; y: Float32Array } {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
  const x = Float32Array.from({ length: n }, next);
  return { x, y: Float32Array.from({ length: n }, next) };
}

function naiveNearest({ x, y }: ReturnType<typeof cloud>, at: { x: number; y: number }, reach: number): number {
  let found = -1;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const distance = ((x[i] as number) - at.x) ** 2 + ((y[i] as number) - at.y) ** 2;
    if (distance < least) {
      least = distance;
      found = i;
    }
  }
  return found;
}

describe('the grid of points', () => {
  const points = cloud(3000);
  const grid = new PointGrid(points.x, points.y);

  it('finds the nearest point as a look at all of them does, also from outside of the map', () => {
    const { x, y } = cloud(400);
    for (let i = 0; i < x.length; i++) {
      const at = { x: 1.2 * (x[i] as number), y: 1.2 * (y[i] as number) };
      for (const reach of [0.01, 0.05, 0.4]) {
        expect(grid.nearest(at, reach)).toBe(naiveNearest(points, at, reach));
      }
    }
  });

  it('passes over points that do not count', () => {
    const at = { x: 0, y: 0 };
    const first = grid.nearest(at, 1);
    const second = grid.nearest(at, 1, (point) => point !== first);
    expect(second).not.toBe(first);
    const distance = (i: number) => (points.x[i] as number) ** 2 + (points.y[i] as number) ** 2;
    const order = [...points.x.keys()].sort((a, b) => distance(a) - distance(b));
    expect([first, second]).toEqual(order.slice(0, 2));
  });

  it('finds the points in a box', () => {
    const box = { left: -0.3, right: 0.1, bottom: 0.2, top: 0.9 };
    const inside = [...points.x.keys()].filter((i) => {
      const [x, y] = [points.x[i] as number, points.y[i] as number];
      return x >= box.left && x <= box.right && y >= box.bottom && y <= box.top;
    });
    expect(inside.length).toBeGreaterThan(100);
    expect(grid.within(box)).toEqual(inside);
  });

  it('takes the first of points at the same place', () => {
    const same = new PointGrid(Float32Array.of(1, 0.5, 0.5, 0.5), Float32Array.of(1, 0, 0, 0));
    expect(same.nearest({ x: 0.5, y: 0.01 }, 0.1)).toBe(1);
  });

  it('finds nothing among no points', () => {
    const empty = new PointGrid(new Float32Array(0), new Float32Array(0));
    expect(empty.nearest({ x: 0, y: 0 }, 2)).toBe(-1);
    expect(empty.within({ left: -1, right: 1, bottom: -1, top: 1 })).toEqual([]);
  });
});
