import { imageInputSchema, isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { checkGeometry, geometryOf } from './geometry.ts';
import type { SizedImageInput } from './image-contract.ts';

function input(options: Record<string, unknown>, size: [number, number]): SizedImageInput {
  return { ...imageInputSchema.parse(options), size };
}

describe('geometryOf', () => {
  it('stretches without a crop', () => {
    expect(geometryOf(input({}, [10, 20]), 300, 7)).toEqual({ width: 20, height: 10, left: 0, top: 0 });
  });

  it('covers the size and cuts the middle', () => {
    // 400 x 200 to cover 100 x 100: half of it, 200 x 100, 50 cut on each side
    expect(geometryOf(input({ crop: 'center' }, [100, 100]), 400, 200)).toEqual({
      width: 200,
      height: 100,
      left: 50,
      top: 0,
    });
    // 3 x 5 to cover 6 wide, 4 high: twice as large, 6 x 10, of 6 rows the upper 3 are cut
    expect(geometryOf(input({ crop: 'center' }, [4, 6]), 3, 5)).toEqual({ width: 6, height: 10, left: 0, top: 3 });
  });

  it('resizes the shorter side first where one is declared', () => {
    // 256 / 200 = 1.28: 512 x 256 of 400 x 200
    expect(geometryOf(input({ crop: 'center', short_side: 256 }, [224, 224]), 400, 200)).toEqual({
      width: 512,
      height: 256,
      left: 144,
      top: 16,
    });
  });

  it('always covers the size, whatever rounding does', () => {
    for (let width = 1; width < 60; width++) {
      for (let height = 1; height < 60; height++) {
        const geometry = geometryOf(input({ crop: 'center' }, [24, 31]), width, height);
        expect(geometry.left).toBeGreaterThanOrEqual(0);
        expect(geometry.left + 31).toBeLessThanOrEqual(geometry.width);
        expect(geometry.top).toBeGreaterThanOrEqual(0);
        expect(geometry.top + 24).toBeLessThanOrEqual(geometry.height);
      }
    }
  });
});

describe('checkGeometry', () => {
  it('refuses a short_side that leaves nothing to cut from', () => {
    expect(() => checkGeometry(input({ crop: 'center', short_side: 224 }, [224, 224]))).not.toThrow();
    try {
      checkGeometry(input({ crop: 'center', short_side: 200 }, [100, 224]));
      expect.unreachable();
    } catch (error) {
      expect(isAlaasError(error, 'INVALID_CONFIG')).toBe(true);
    }
  });
});
