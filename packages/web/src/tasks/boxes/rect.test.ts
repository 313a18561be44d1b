import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centred, clearOf, handlePoint, handles, holds, moveRect, type Rect, rectOf, resizeRect } from './rect.ts';

const image = { width: 100, height: 50 };
const rect: Rect = { x: 10, y: 20, width: 30, height: 10 };

describe('a box', () => {
  it('lies between two points in any order, in whole pixels', () => {
    expect(rectOf({ x: 40.4, y: 29.6 }, { x: 10, y: 20 }, image)).toEqual(rect);
  });

  it('is cut at the edges of the image, and never nothing', () => {
    expect(rectOf({ x: -5, y: -5 }, { x: 500, y: 7 }, image)).toEqual({ x: 0, y: 0, width: 100, height: 7 });
    expect(rectOf({ x: 500, y: 500 }, { x: 900, y: 900 }, image)).toEqual({ x: 99, y: 49, width: 1, height: 1 });
  });

  it('is moved as it is, and stops at the edges', () => {
    expect(moveRect(rect, { x: 5, y: -3 }, image)).toEqual({ ...rect, x: 15, y: 17 });
    expect(moveRect(rect, { x: 999, y: -999 }, image)).toEqual({ ...rect, x: 70, y: 0 });
  });

  it.each([
    ['nw', { x: 12, y: 21, width: 28, height: 9 }],
    ['n', { x: 10, y: 21, width: 30, height: 9 }],
    ['ne', { x: 10, y: 21, width: 32, height: 9 }],
    ['e', { x: 10, y: 20, width: 32, height: 10 }],
    ['se', { x: 10, y: 20, width: 32, height: 11 }],
    ['s', { x: 10, y: 20, width: 30, height: 11 }],
    ['sw', { x: 12, y: 20, width: 28, height: 11 }],
    ['w', { x: 12, y: 20, width: 28, height: 10 }],
  ] as const)('is resized at %s by two across and one down', (handle, after) => {
    expect(resizeRect(rect, handle, { x: 2, y: 1 }, image)).toEqual(after);
  });

  it('turns over where a side is dragged over the opposite one', () => {
    expect(resizeRect(rect, 'e', { x: -35, y: 0 }, image)).toEqual({ x: 5, y: 20, width: 5, height: 10 });
  });

  it('has its handles on its corners and sides', () => {
    expect(handles.map((handle) => Object.values(handlePoint(rect, handle)))).toEqual([
      [10, 20],
      [25, 20],
      [40, 20],
      [40, 25],
      [40, 30],
      [25, 30],
      [10, 30],
      [10, 25],
    ]);
  });

  it('holds the points in it and on its edges', () => {
    expect(holds(rect, { x: 10, y: 30 })).toBe(true);
    expect(holds(rect, { x: 9.9, y: 25 })).toBe(false);
  });

  it('is put into the middle of what is in sight', () => {
    expect(centred({ x: 0, y: 0 }, { x: 60, y: 30 }, image)).toEqual({ x: 20, y: 10, width: 20, height: 10 });
    // what is beside the image is not in sight
    expect(centred({ x: -100, y: 0 }, { x: 90, y: 30 }, image)).toEqual({ x: 30, y: 10, width: 30, height: 10 });
  });

  it('is never exactly on another, as far as there is room', () => {
    const free = clearOf(rect, [rect, { ...rect, x: 12, y: 22 }], image);
    // a quarter of its shorter side further, once: 10 / 4 is 3 in whole pixels
    expect(free).toEqual({ ...rect, x: 13, y: 23 });
    expect(clearOf(free, [rect], image)).toBe(free);
    const corner = { x: 70, y: 40, width: 30, height: 10 };
    expect(clearOf(corner, [corner], image)).toEqual(corner);
  });

  it('stays inside the image in whole pixels, whatever is done to it', () => {
    const by = fc.record({
      x: fc.double({ min: -150, max: 150, noNaN: true }),
      y: fc.double({ min: -80, max: 80, noNaN: true }),
    });
    const act = fc.record({ handle: fc.option(fc.constantFrom(...handles)), by });
    const size = fc.record({ width: fc.integer({ min: 1, max: 200 }), height: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(size, by, by, fc.array(act, { maxLength: 20 }), (room, a, b, acts) => {
        let now = rectOf(a, b, room);
        for (const one of acts) {
          now = one.handle === null ? moveRect(now, one.by, room) : resizeRect(now, one.handle, one.by, room);
        }
        for (const part of Object.values(now)) expect(Number.isInteger(part)).toBe(true);
        expect(Math.min(now.x, now.y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(now.width, now.height)).toBeGreaterThanOrEqual(1);
        expect(now.x + now.width).toBeLessThanOrEqual(room.width);
        expect(now.y + now.height).toBeLessThanOrEqual(room.height);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
