import { createDrawImage } from './draw-image.ts';
import type { ImageDecoder, SizedImageInput } from './image-contract.ts';
import { levelOffset, normalTables, pixelLayout, tensorLayout } from './surface.ts';

/**
 * A decoder for one declared input. GRAY is the luma of ITU-R BT.601 (0.299 R + 0.587 G + 0.114 B), rounded to a
 * whole level, of the resized image.
 *
 * @param maxPixels an image with more is refused before it is decoded
 * @throws AlaasError `INVALID_CONFIG` when mean, std or short_side do not fit the rest
 */
export function createImageDecoder(input: SizedImageInput, maxPixels: number): ImageDecoder {
  return input.channels === 'GRAY' ? grayDecoder(input, maxPixels) : colourDecoder(input, maxPixels);
}

function colourDecoder(input: SizedImageInput, maxPixels: number): ImageDecoder {
  const [height, width] = input.size;
  const layout = tensorLayout(input);
  const draw = createDrawImage(input, maxPixels);
  return {
    shape: input.layout === 'NCHW' ? [3, height, width] : [height, width, 3],
    length: 3 * height * width,
    decode: (bytes, target, offset) => draw(bytes, { ...layout, target, offset }),
  };
}

function grayDecoder(input: SizedImageInput, maxPixels: number): ImageDecoder {
  const [height, width] = input.size;
  const layout = pixelLayout(input.size);
  const table = normalTables(input)[0] as Float32Array;
  const draw = createDrawImage(input, maxPixels);
  return {
    shape: input.layout === 'NCHW' ? [1, height, width] : [height, width, 1],
    length: height * width,
    async decode(bytes, target, offset) {
      const rgb = new Uint8Array(3 * height * width);
      await draw(bytes, { ...layout, target: rgb, offset: 0 });
      for (let i = 0, at = 0; i < height * width; i++, at += 3) {
        target[offset + i] = table[luma(rgb, at) + levelOffset] as number;
      }
    },
  };
}

function luma(rgb: Uint8Array, at: number): number {
  const weighted = 299 * (rgb[at] as number) + 587 * (rgb[at + 1] as number) + 114 * (rgb[at + 2] as number);
  return Math.floor((weighted + 500) / 1000);
}
