import type { Pixels } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { colourHistogram, colourLayout } from './colours.ts';

const fourPixels: Pixels = {
  data: Uint8Array.from([255, 0, 0, 255, 0, 0, 250, 10, 60, 0, 0, 255]),
  width: 2,
  height: 2,
};

describe('colourHistogram', () => {
  it('is the square root of the number of pixels of each colour', () => {
    // with two levels a colour is 4 x red + 2 x green + blue
    expect([...colourHistogram(fourPixels, 2)]).toEqual([0, 1, 0, 0, Math.sqrt(3), 0, 0, 0]);
  });
});

describe('colourLayout', () => {
  it('is mean and deviation of three opponent colours per cell', () => {
    const image: Pixels = { data: Uint8Array.from([255, 255, 255, 0, 0, 0]), width: 2, height: 1 };
    // lightness is 1/2 and -1/2, the others 0
    expect([...colourLayout(image, 1)]).toEqual([0, 0, 0, 0.5, 0, 0]);
    const red: Pixels = { data: Uint8Array.from([255, 0, 0]), width: 1, height: 1 };
    const [lightness, ...others] = colourLayout(red, 1) as unknown as number[];
    expect(lightness).toBeCloseTo(1 / 3 - 1 / 2, 12);
    expect(others).toEqual([1, 0.5, 0, 0, 0]);
  });

  it('goes through the cells row by row', () => {
    const layout = colourLayout(fourPixels, 2);
    // red against green: 1, 1, 240 / 255, 0
    const redGreen = [0, 1, 2, 3].map((cell) => layout[cell * 6 + 1]);
    expect(redGreen[0]).toBe(1);
    expect(redGreen[1]).toBe(1);
    expect(redGreen[2]).toBeCloseTo(240 / 255, 12);
    expect(redGreen[3]).toBe(0);
  });
});
