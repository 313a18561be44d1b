import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createEnlarger } from './enlarge.ts';
import type { Raster } from './image-contract.ts';
import { pixelLayout } from './surface.ts';

type Kernel = 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3';

function enlarge(raster: Raster, width: number, height: number, kernel: Kernel): Uint8Array {
  const target = new Uint8Array(3 * width * height);
  const surface = { ...pixelLayout([height, width]), target, offset: 0 };
  createEnlarger(kernel).draw(raster, { width, height, left: 0, top: 0 }, surface);
  return target;
}

/** Grey levels of one row, the same in all channels. */
function rowOf(levels: readonly number[]): Raster {
  const data = Uint8Array.from(levels.flatMap((level) => [level, level, level]));
  return { data, width: levels.length, height: 1, channels: 3 };
}

function redOf(pixels: Uint8Array): number[] {
  return Array.from(pixels).filter((_, i) => i % 3 === 0);
}

describe('createEnlarger', () => {
  it('interpolates linearly half a pixel up and left, and repeats the edge', () => {
    // two pixels to four: output o lies at o / 2 - 1/2, that is -0.5, 0, 0.5, 1
    expect(redOf(enlarge(rowOf([40, 80]), 4, 1, 'linear'))).toEqual([40, 40, 60, 80]);
  });

  it('interpolates cubically with overshoot', () => {
    // midway between 100 and 200 after 100 and before 200: (-100 + 9 * 100 + 9 * 200 - 200) / 16 = 150;
    // midway between 0 and 100 beside 0 and 100, 0: (0 + 0 + 900 - 0) / 16 = 56.25
    expect(redOf(enlarge(rowOf([100, 100, 200, 200]), 8, 1, 'cubic'))[4]).toBe(150);
    expect(redOf(enlarge(rowOf([0, 0, 100, 0]), 8, 1, 'cubic'))[4]).toBe(56);
    // before the step down from 255: (-255 + 9 * 255 + 9 * 255 - 0) / 16 = 271 is cut to 255
    expect(redOf(enlarge(rowOf([255, 255, 255, 0]), 8, 1, 'cubic'))[4]).toBe(255);
  });

  it('stays within one level of libvips for every kernel and size, and on it for the cubic ones', async () => {
    const side = fc.integer({ min: 1, max: 90 });
    const factor = fc.oneof(fc.constant(1), fc.double({ min: 1, max: 9, noNaN: true }));
    const kernels = fc.constantFrom<Kernel>('linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3');
    await fc.assert(
      fc.asyncProperty(side, side, factor, factor, kernels, fc.integer(), async (w, h, across, down, kernel, salt) => {
        const [width, height] = [Math.round(w * across), Math.round(h * down)];
        const data = Uint8Array.from({ length: w * h * 3 }, (_, i) => Math.imul(i + salt, 0x9e3779b1) >>> 24);
        const ours = enlarge({ data, width: w, height: h, channels: 3 }, width, height, kernel);
        const theirs = await sharp(data, { raw: { width: w, height: h, channels: 3 } })
          .resize(width, height, { fit: 'fill', kernel })
          .raw()
          .toBuffer();
        const greatest = ours.reduce((most, level, i) => Math.max(most, Math.abs(level - (theirs[i] as number))), 0);
        expect(greatest).toBeLessThanOrEqual(kernel === 'linear' ? 1 : 0);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('draws a part as it draws the whole', () => {
    const data = Uint8Array.from({ length: 20 * 30 * 4 }, (_, i) => (i * 37) % 256);
    const raster: Raster = { data, width: 20, height: 30, channels: 4 };
    const whole = enlarge(raster, 50, 70, 'cubic');
    const target = new Uint8Array(3 * 10 * 9);
    const surface = { ...pixelLayout([9, 10]), target, offset: 0 };
    createEnlarger('cubic').draw(raster, { width: 50, height: 70, left: 23, top: 41 }, surface);
    const part = Array.from({ length: 9 }, (_, y) => [...whole.subarray(3 * ((41 + y) * 50 + 23)).subarray(0, 30)]);
    expect([...target]).toEqual(part.flat());
  });

  it('leaves what gets smaller, and the nearest kernel, to libvips', () => {
    const cubic = createEnlarger('cubic');
    const to = (width: number, height: number) => ({ width, height, left: 0, top: 0 });
    expect(cubic.fits(32, 32, to(32, 33))).toBe(true);
    expect(cubic.fits(32, 32, to(31, 64))).toBe(false);
    expect(cubic.fits(32, 32, to(64, 31))).toBe(false);
    expect(createEnlarger('nearest').fits(32, 32, to(64, 64))).toBe(false);
  });

  it('gives the same for a size it meets again after many others', () => {
    const enlarger = createEnlarger('cubic');
    const draw = (width: number): number[] => {
      const data = Uint8Array.from({ length: width * 3 * 3 }, (_, i) => (i * 53) % 256);
      const target = new Uint8Array(3 * 100 * 8);
      const surface = { ...pixelLayout([8, 100]), target, offset: 0 };
      const geometry = { width: 100, height: 8, left: 0, top: 0 };
      enlarger.draw({ data, width, height: 3, channels: 3 }, geometry, surface);
      return [...target];
    };
    const first = draw(5);
    for (let width = 6; width < 90; width++) draw(width);
    expect(draw(5)).toEqual(first);
  });
});
