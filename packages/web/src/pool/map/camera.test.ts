import { describe, expect, it } from 'vitest';
import { fitCamera, panBy, shiftOf, toMap, toPane, zoomBy } from './camera.ts';

const pane = { width: 800, height: 400 };

describe('the camera of the map', () => {
  it('shows all of the map in the middle of a pane, whichever side is the shorter', () => {
    const wide = fitCamera(pane);
    expect(toPane(wide, pane, { x: 0, y: 0 })).toEqual({ x: 400, y: 200 });
    const top = toPane(wide, pane, { x: 0, y: 1 });
    expect(top.y).toBeCloseTo(12, 9);
    const tall = { width: 300, height: 900 };
    expect(toPane(fitCamera(tall), tall, { x: 1, y: 0 }).x).toBeLessThan(300);
  });

  it('finds the place of the map under a place of the pane', () => {
    const camera = { x: 0.3, y: -0.2, scale: 500 };
    // 100 pixels right of the middle, 50 above it
    const { x, y } = toMap(camera, pane, { x: 500, y: 150 });
    expect(x).toBeCloseTo(0.5, 12);
    expect(y).toBeCloseTo(-0.1, 12);
    const back = toPane(camera, pane, { x, y });
    expect(back.x).toBeCloseTo(500, 9);
    expect(back.y).toBeCloseTo(150, 9);
  });

  it('moves with the hand', () => {
    const camera = { x: 0.1, y: 0.1, scale: 200 };
    const held = toMap(camera, pane, { x: 300, y: 300 });
    const now = toPane(panBy(camera, { x: 40, y: -25 }), pane, held);
    expect(now.x).toBeCloseTo(340, 9);
    expect(now.y).toBeCloseTo(275, 9);
  });

  it('zooms about what is under the pointer', () => {
    const camera = { x: 0, y: 0, scale: 200 };
    const at = { x: 500, y: 100 };
    const held = toMap(camera, pane, at);
    const closer = zoomBy(camera, 2, { pane, at });
    expect(closer.scale).toBe(400);
    const now = toPane(closer, pane, held);
    expect(now.x).toBeCloseTo(at.x, 9);
    expect(now.y).toBeCloseTo(at.y, 9);
  });

  it('zooms neither out of sight nor into nothing', () => {
    const whole = fitCamera(pane);
    expect(zoomBy(whole, 1e-9, { pane }).scale).toBe(whole.scale / 2);
    expect(zoomBy(whole, 1e9, { pane }).scale).toBe(whole.scale * 400);
  });

  it('never leaves the map behind', () => {
    const far = panBy(fitCamera(pane), { x: 1e6, y: 1e6 });
    expect([far.x, far.y]).toEqual([-1, 1]);
  });

  it('moves the picture with the hand while it covers the pane', () => {
    const drawn = { x: 0.2, y: 0.3, scale: 400 };
    const shift = shiftOf(drawn, panBy(drawn, { x: 30, y: -20 }), pane);
    expect(shift?.x).toBeCloseTo(30, 9);
    expect(shift?.y).toBeCloseTo(-20, 9);
    // 800 x 400 with 0.3 of it beyond each edge: 240 and 120 pixels
    expect(shiftOf(drawn, panBy(drawn, { x: 239, y: 0 }), pane)).toBeDefined();
    expect(shiftOf(drawn, panBy(drawn, { x: 241, y: 0 }), pane)).toBeUndefined();
    expect(shiftOf(drawn, panBy(drawn, { x: 0, y: 121 }), pane)).toBeUndefined();
    expect(shift?.scale).toBe(1);
  });

  it('stretches the picture while somebody zooms, as far as it covers the pane and is not blurred', () => {
    const drawn = { x: 0.2, y: 0.3, scale: 400 };
    const at = { x: 700, y: 100 };
    const held = toMap(drawn, pane, at);
    const camera = zoomBy(drawn, 1.5, { pane, at });
    const shift = shiftOf(drawn, camera, pane);
    // where the picture has what was under the pointer, measured from its middle: it is stretched, and then moved
    const before = toPane(drawn, pane, held);
    expect(400 + (before.x - 400) * (shift?.scale ?? 0) + (shift?.x ?? 0)).toBeCloseTo(at.x, 9);
    expect(200 + (before.y - 200) * (shift?.scale ?? 0) + (shift?.y ?? 0)).toBeCloseTo(at.y, 9);
    expect(shiftOf(drawn, { ...drawn, scale: 801 }, pane)).toBeUndefined();
    // 1.6 times the pane was drawn: at 0.625 of its size it just covers it
    expect(shiftOf(drawn, { ...drawn, scale: 251 }, pane)).toBeDefined();
    expect(shiftOf(drawn, { ...drawn, scale: 249 }, pane)).toBeUndefined();
  });

  it('needs no other picture where the one there is has all of the map', () => {
    const drawn = fitCamera(pane);
    expect(shiftOf(drawn, { ...drawn, scale: drawn.scale / 1.9 }, pane)).toBeDefined();
    expect(shiftOf(drawn, panBy(drawn, { x: 700, y: 300 }), pane)).toBeDefined();
  });
});
