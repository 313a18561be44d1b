import { AlaasError } from '@alaas/core';
import { imageFormat } from './format.ts';

/** Pixels along the longer side. */
const side = 160;

/**
 * A small JPEG of an image, upright and on white, as a `data:` URL of some kilobytes.
 *
 * @param maxPixels width x height of the file's image
 * @throws AlaasError `DECODE_UNSUPPORTED`, `DECODE_CORRUPT`, also for a larger image
 */
export async function thumbnail(bytes: Uint8Array, maxPixels: number): Promise<string> {
  const format = imageFormat(bytes);
  const { default: sharp } = await import('sharp');
  try {
    const small = await sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels })
      .autoOrient()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 70 })
      .toBuffer();
    return `data:image/jpeg;base64,${small.toString('base64')}`;
  } catch (error) {
    throw new AlaasError(
      'DECODE_CORRUPT',
      `The ${format.toUpperCase()} image is damaged, cut short or larger than ${maxPixels} pixels; replace the file.`,
      { cause: error },
    );
  }
}
