import { describe, expect, it } from 'vitest';
import { createPixelDecoder } from './pixel-decoder.ts';
import { blackPng, rgbPng } from './test-images.ts';

describe('createPixelDecoder', () => {
  it('gives interleaved RGB bytes of the size', async () => {
    const file = rgbPng([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ]);
    const pixels = await createPixelDecoder([1, 2], 100).decode(file);
    expect(pixels).toEqual({ data: Uint8Array.of(1, 2, 3, 4, 5, 6), width: 2, height: 1 });
  });

  it('stretches with linear interpolation', async () => {
    const file = rgbPng([
      [
        [40, 40, 40],
        [80, 80, 80],
      ],
    ]);
    const { data } = await createPixelDecoder([1, 4], 100).decode(file);
    expect([...data]).toEqual([40, 40, 60, 80].flatMap((level) => [level, level, level]));
  });

  it('keeps to the pixel limit', async () => {
    await expect(createPixelDecoder([1, 1], 99).decode(blackPng(10, 10))).rejects.toMatchObject({
      code: 'DECODE_TOO_LARGE',
    });
  });
});
