import type { Pixels } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { orientedGradients } from './oriented-gradients.ts';

function grey(width: number, height: number, level: (x: number, y: number) => number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.fill(level(x, y), (y * width + x) * 3, (y * width + x) * 3 + 3);
  return { data, width, height };
}

describe('orientedGradients', () => {
  it('is zero for a flat image', () => {
    expect([
      ...orientedGradients(
        grey(8, 8, () => 99),
        2,
        4,
      ),
    ]).toEqual(new Array(16).fill(0));
  });

  it('puts an edge in the cells and directions nearest to it', () => {
    // one column of light at x = 1 of 8 has gradients at x = 0 and 2 alone, in the left cells;
    // the gradient runs along x, on the border of the last and the first of the four directions
    const gradients = [
      ...orientedGradients(
        grey(8, 8, (x) => (x === 1 ? 100 : 0)),
        2,
        4,
      ),
    ];
    const [first, second, third, last] = gradients as [number, number, number, number];
    expect(first).toBeGreaterThan(0);
    expect(first).toBeCloseTo(last, 12);
    expect([second, third]).toEqual([0, 0]);
    expect(Math.max(...gradients.slice(4, 8))).toBeLessThan(first);
  });

  it('turns with the image', () => {
    const level = (x: number, y: number): number => (x * 13 + y * y * 5) % 200;
    const [plain, turned] = [grey(16, 16, level), grey(16, 16, (x, y) => level(y, x))].map((image) =>
      orientedGradients(image, 2, 4),
    );
    // exchanging x and y exchanges cells, and mirrors directions about the diagonal: d becomes 1 - d, of a cycle of 4
    for (let row = 0; row < 2; row++) {
      for (let column = 0; column < 2; column++) {
        for (let d = 0; d < 4; d++) {
          const here = plain?.[(row * 2 + column) * 4 + d] as number;
          expect(turned?.[(column * 2 + row) * 4 + ((5 - d) % 4)]).toBeCloseTo(here, 10);
        }
      }
    }
  });

  it('hardly minds contrast', () => {
    const dim = orientedGradients(
      grey(16, 16, (x, y) => (x + y < 16 ? 10 : 60)),
      2,
      9,
    );
    const bright = orientedGradients(
      grey(16, 16, (x, y) => (x + y < 16 ? 40 : 240)),
      2,
      9,
    );
    for (let i = 0; i < dim.length; i++)
      expect(Math.abs((dim[i] as number) - (bright[i] as number))).toBeLessThan(0.01);
  });

  it('stays within 0..0.8', () => {
    for (const value of orientedGradients(
      grey(16, 16, (x, y) => (x * 97 + y * 61) % 256),
      4,
      9,
    )) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(0.8);
    }
  });
});
