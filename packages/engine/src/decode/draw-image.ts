import { AlaasError, freeNow, isAlaasError } from '@alaas/core';
import sharp, { type Sharp } from 'sharp';
import { copy, createEnlarger } from './enlarge.ts';
import { imageFormat } from './format.ts';
import { checkGeometry, type Geometry, geometryOf } from './geometry.ts';
import type { Raster, SizedImageInput } from './image-contract.ts';
import { decodeSmallJpeg, smallJpegSize } from './small-jpeg.ts';
import type { Surface } from './surface.ts';

// several images are under way at once, so threads within one image only get in each other's way
sharp.concurrency(1);
// every image is seen once
sharp.cache(false);

/**
 * Decodes an image file to sRGB, upright, without alpha, resizes and cuts it as declared, and draws it on a
 * surface of the input's size. Transparent pixels keep the colour they have in the file. Of an animation, the
 * first frame.
 */
export type DrawImage = (bytes: Uint8Array, surface: Surface) => Promise<void>;

/**
 * @param maxPixels width x height of the file's image; checked before anything is decoded
 * @throws AlaasError `INVALID_CONFIG`
 */
export function createDrawImage(input: SizedImageInput, maxPixels: number): DrawImage {
  checkGeometry(input);
  const enlarger = createEnlarger(input.resize);

  return async (bytes, surface) => {
    const format = imageFormat(bytes);
    if (format === 'jpeg' && (await drawSmallJpeg(bytes, surface))) return;
    await reporting(format, () => drawFile(bytes, surface));
  };

  /** The same numbers sooner, for a file and a geometry that allow it; false when nothing was drawn. */
  async function drawSmallJpeg(bytes: Uint8Array, surface: Surface): Promise<boolean> {
    const size = smallJpegSize(bytes);
    if (size === undefined || size.width * size.height > maxPixels) return false;
    const geometry = geometryOf(input, size.width, size.height);
    if (!enlarger.fits(size.width, size.height, geometry)) return false;
    const raster = await decodeSmallJpeg(bytes);
    if (raster === undefined) return false;
    enlarger.draw(raster, geometry, surface);
    freeNow(raster.data);
    return true;
  }

  async function drawFile(bytes: Uint8Array, surface: Surface): Promise<void> {
    const { width, height, hasAlpha } = await measure(bytes, maxPixels);
    const geometry = geometryOf(input, width, height);
    const file = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels }).autoOrient();
    if (enlarger.fits(width, height, geometry)) {
      enlarger.draw(await rasterOf(file), geometry, surface);
      return;
    }
    // libvips weighs colours by alpha while it resizes, so alpha goes first, in a pass of its own
    const opaque = hasAlpha ? reopen(await rasterOf(file)) : file;
    copy(await rasterOf(resize(opaque, geometry)), { left: 0, top: 0 }, surface);
  }

  function resize(image: Sharp, geometry: Geometry): Sharp {
    const [height, width] = input.size;
    return (
      image
        // libvips decodes a JPEG or WebP that shrinks by more than 2 at half, a quarter or an eighth of its size;
        // without the fast variant it keeps twice the target's size for the kernel: two to three times as fast as
        // decoding in full, 0.3 to 0.9 of 255 levels from it on average, where the fast variant is 1 to 3 off
        .resize(geometry.width, geometry.height, { fit: 'fill', kernel: input.resize, fastShrinkOnLoad: false })
        .extract({ left: geometry.left, top: geometry.top, width, height })
    );
  }
}

interface Measure {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
}

/** Of the upright image, from the file's header alone. */
async function measure(bytes: Uint8Array, maxPixels: number): Promise<Measure> {
  const { autoOrient, hasAlpha } = await sharp(bytes, { failOn: 'error', limitInputPixels: false }).metadata();
  const { width, height } = autoOrient;
  if (width * height <= maxPixels) return { width, height, hasAlpha };
  throw new AlaasError(
    'DECODE_TOO_LARGE',
    `The image has ${width} x ${height} pixels, and the limit is ${maxPixels} in all; shrink it or raise limits.max_pixels.`,
  );
}

function reopen({ data, width, height, channels }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
}

async function rasterOf(image: Sharp): Promise<Raster> {
  const { data, info } = await image.toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: 3 };
}

async function reporting(format: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isAlaasError(error)) throw error;
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/[:.]\s*$/, '');
    throw new AlaasError(
      'DECODE_CORRUPT',
      `The ${format.toUpperCase()} image is damaged or cut short (${reason}); replace the file.`,
      { cause: error },
    );
  }
}
