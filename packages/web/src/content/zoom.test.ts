import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit, isCut, isLeast, moveBy, paneHeight, toImage, zoomTo } from './zoom.ts';

const image = { width: 400, height: 200 };
const pane = { width: 200, height: 200 };

describe('the zoom of an image', () => {
  it('begins with the whole image in the middle', () => {
    expect(fit(image, pane)).toEqual({ scale: 0.5, x: 0, y: 50 });
    expect(fit({ width: 10, height: 10 }, pane)).toEqual({ scale: 8, x: 60, y: 60 });
  });

  it('keeps the point under the pointer where it is', () => {
    const at = { x: 150, y: 120 };
    const before = toImage(fit(image, pane), at);
    const after = zoomTo(fit(image, pane), 4, { image, pane, at });
    expect(before).toEqual({ x: 300, y: 140 });
    expect(toImage(after, at)).toEqual(before);
  });

  it('gets no smaller than the whole, and no larger than 32', () => {
    expect(zoomTo(fit(image, pane), 0.01, { image, pane }).scale).toBe(0.5);
    expect(zoomTo(fit(image, pane), 1000, { image, pane }).scale).toBe(32);
    expect(isLeast(fit(image, pane), image, pane)).toBe(true);
    expect(isLeast(zoomTo(fit(image, pane), 0.6, { image, pane }), image, pane)).toBe(false);
  });

  it('lets an enlarged small image be seen pixel for pixel', () => {
    const small = { width: 10, height: 10 };
    expect(zoomTo(fit(small, pane), 1, { image: small, pane })).toEqual({ scale: 1, x: 95, y: 95 });
  });

  it('never leaves a gap beside an image that is larger than the pane', () => {
    const act = fc.record({
      scale: fc.double({ min: 0.1, max: 40, noNaN: true }),
      x: fc.integer({ min: -900, max: 900 }),
      y: fc.integer({ min: -900, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 10 }), (acts) => {
        let zoom = fit(image, pane);
        for (const { scale, x, y } of acts) {
          zoom = moveBy(zoomTo(zoom, scale, { image, pane, at: { x, y } }), { x, y }, { image, pane });
          for (const [start, length] of [
            [zoom.x, image.width * zoom.scale],
            [zoom.y, image.height * zoom.scale],
          ] as const) {
            if (length <= 200) expect(start).toBeCloseTo((200 - length) / 2, 6);
            else expect(start <= 1e-9 && start + length >= 200 - 1e-6).toBe(true);
          }
        }
      }),
      { seed: 1 },
    );
  });

  it('tells whether some of the image is out of sight', () => {
    expect(isCut(fit(image, pane), image, pane)).toBe(false);
    expect(isCut(zoomTo(fit(image, pane), 1, { image, pane }), image, pane)).toBe(true);
  });

  it('asks for a pane as high as the image, within the room there is', () => {
    expect(paneHeight(image, 300, 900)).toBe(150);
    expect(paneHeight(image, 3000, 500)).toBe(500);
    expect(paneHeight({ width: 10, height: 10 }, 900, 900)).toBe(80);
    expect(paneHeight({ width: 1000, height: 1 }, 900, 900)).toBe(48);
  });
});
