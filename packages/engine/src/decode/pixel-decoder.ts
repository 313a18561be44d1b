import { imageInputSchema, type Pixels } from '@alaas/core';
import { createDrawImage } from './draw-image.ts';
import { pixelLayout } from './surface.ts';

/** Turns image files into sRGB pixels of one size. */
export interface PixelDecoder {
  /** @throws AlaasError `DECODE_UNSUPPORTED`, `DECODE_CORRUPT`, `DECODE_TOO_LARGE` */
  decode(bytes: Uint8Array): Promise<Pixels>;
}

/**
 * A decoder for featurizers: stretches every image to `size` with linear interpolation.
 *
 * @param maxPixels an image with more is refused before it is decoded
 */
export function createPixelDecoder(size: readonly [height: number, width: number], maxPixels: number): PixelDecoder {
  const [height, width] = size;
  const layout = pixelLayout(size);
  const input = { ...imageInputSchema.parse({ resize: 'linear', crop: 'none' }), size };
  const draw = createDrawImage({ ...input, size: [height, width] }, maxPixels);
  return {
    async decode(bytes) {
      const data = new Uint8Array(3 * height * width);
      await draw(bytes, { ...layout, target: data, offset: 0 });
      return { data, width, height };
    },
  };
}
