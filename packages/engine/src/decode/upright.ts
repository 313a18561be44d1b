import { formatOf } from './format.ts';

/**
 * An image file as every browser shows it upright, pixel for pixel as the decoder sees it. All of them turn a JPEG by its
 * EXIF orientation, but not a PNG or a WebP: such a file is written anew, without loss. Any other is given back as it is, and
 * so is one that is damaged or larger than `maxPixels`. Of an animation that is turned, the first frame.
 */
export async function uprightImage(bytes: Uint8Array, maxPixels: number): Promise<Uint8Array> {
  const format = formatOf(bytes);
  if (format !== 'png' && format !== 'webp') return bytes;
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels });
    const { orientation = 1 } = await image.metadata();
    if (orientation === 1) return bytes;
    const turned = image.autoOrient().keepIccProfile();
    return await (format === 'png' ? turned.png() : turned.webp({ lossless: true, exact: true })).toBuffer();
  } catch {
    // a browser shows of a damaged file what there is
    return bytes;
  }
}
