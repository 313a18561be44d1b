import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeSmallJpeg, smallJpegSize } from './small-jpeg.ts';

/** Some colours everywhere, so that every coefficient of the file matters. */
function picture(width: number, height: number): Sharp {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * i * 31 + i * 7) % 256);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function greatestDifference(file: Uint8Array): Promise<number> {
  const raster = smallJpegSize(file) && (await decodeSmallJpeg(file));
  if (raster === undefined) throw new Error('the file is not a small plain JPEG');
  const expected = await sharp(file).toColourspace('srgb').raw().toBuffer();
  let greatest = 0;
  for (let i = 0; i < raster.width * raster.height; i++) {
    for (let channel = 0; channel < 3; channel++) {
      const level = raster.data[i * raster.channels + channel] as number;
      greatest = Math.max(greatest, Math.abs(level - (expected[i * 3 + channel] as number)));
    }
  }
  return greatest;
}

describe('decodeSmallJpeg', () => {
  it.each<[string, JpegOptions]>([
    ['4:2:0', { quality: 75 }],
    ['4:4:4', { quality: 90, chromaSubsampling: '4:4:4' }],
    ['progressive', { progressive: true }],
    ['coarsely quantised', { quality: 5 }],
    ['mozjpeg', { mozjpeg: true }],
  ])('gives the very levels of libvips (%s)', async (_, options) => {
    for (const [width, height] of [
      [32, 32],
      [64, 64],
      [17, 5],
      [1, 1],
    ] as const) {
      expect(await greatestDifference(await picture(width, height).jpeg(options).toBuffer())).toBe(0);
    }
  });

  it('gives the very levels of libvips for a grey file', async () => {
    const file = await picture(28, 28).toColourspace('b-w').jpeg().toBuffer();
    expect((await sharp(file).metadata()).channels).toBe(1);
    expect(await greatestDifference(file)).toBe(0);
  });

  it('declines a file it cannot decode, and decodes the next', async () => {
    const good = await picture(32, 32).jpeg().toBuffer();
    const bad = Uint8Array.from(good);
    const tables = good.indexOf(Buffer.of(0xff, 0xc4));
    // counts of Huffman codes that no table can have
    bad.fill(0xff, tables + 5, tables + 21);
    expect(smallJpegSize(bad)).toEqual({ width: 32, height: 32 });
    expect(await decodeSmallJpeg(bad)).toBeUndefined();
    expect(await greatestDifference(good)).toBe(0);
  });
});

describe('smallJpegSize', () => {
  const file = (image: Sharp): Promise<Buffer> => image.jpeg().toBuffer();

  it('takes up to 64 pixels on a side', async () => {
    expect(smallJpegSize(await file(picture(64, 64)))).toEqual({ width: 64, height: 64 });
    expect(smallJpegSize(await file(picture(3, 60)))).toEqual({ width: 3, height: 60 });
    expect(smallJpegSize(await file(picture(65, 8)))).toBeUndefined();
    expect(smallJpegSize(await file(picture(8, 65)))).toBeUndefined();
  });

  it('declines what changes pixels after decoding', async () => {
    expect(smallJpegSize(await file(picture(8, 8).withMetadata({ orientation: 6 })))).toBeUndefined();
    expect(smallJpegSize(await file(picture(8, 8).withIccProfile('p3')))).toBeUndefined();
    expect(smallJpegSize(await file(picture(8, 8).toColourspace('cmyk')))).toBeUndefined();
  });

  it('declines a cut file', async () => {
    const whole = await file(picture(8, 8));
    for (let length = 0; length < whole.length; length++) {
      expect(smallJpegSize(whole.subarray(0, length))).toBeUndefined();
    }
  });

  it('declines other formats', async () => {
    expect(smallJpegSize(await picture(8, 8).png().toBuffer())).toBeUndefined();
  });
});
