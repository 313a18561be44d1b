/** The decoders of images with their library, which is large: a worker that reads texts does without it. */
import type { ImageDecoder, SizedImageInput } from './image-contract.ts';
import type { PixelDecoder } from './pixel-decoder.ts';

/**
 * @param maxPixels an image with more is refused before it is decoded
 * @throws AlaasError `INVALID_CONFIG` when mean, std or short_side do not fit the rest
 */
export async function openImageDecoder(input: SizedImageInput, maxPixels: number): Promise<ImageDecoder> {
  const { createImageDecoder } = await import('./image-decoder.ts');
  return createImageDecoder(input, maxPixels);
}

/** @param maxPixels an image with more is refused before it is decoded */
export async function openPixelDecoder(
  size: readonly [height: number, width: number],
  maxPixels: number,
): Promise<PixelDecoder> {
  const { createPixelDecoder } = await import('./pixel-decoder.ts');
  return createPixelDecoder(size, maxPixels);
}
