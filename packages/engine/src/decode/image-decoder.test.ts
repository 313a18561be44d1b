import { imageInputSchema } from '@alaas/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/code-of.ts';
import type { SizedImageInput } from './image-contract.ts';
import { createImageDecoder } from './image-decoder.ts';
import { blackPng, type Colour, png, rgbPng } from './test-images.ts';

const maxPixels = 50_000_000;

function inputOf(size: readonly [number, number], options: Record<string, unknown> = {}): SizedImageInput {
  return { ...imageInputSchema.parse({ layout: 'NHWC', mean: 0, std: 1, ...options }), size: [...size] };
}

async function decode(
  bytes: Uint8Array,
  size: readonly [number, number],
  options?: Record<string, unknown>,
): Promise<number[]> {
  const decoder = createImageDecoder(inputOf(size, options), maxPixels);
  const target = new Float32Array(decoder.length);
  await decoder.decode(bytes, target, 0);
  return [...target];
}

const red: Colour = [255, 0, 0];
const blue: Colour = [0, 0, 255];
const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];
const twoByTwo = rgbPng([
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  [
    [7, 8, 9],
    [10, 11, 12],
  ],
]);

describe('layout', () => {
  it.each([
    ['NHWC', 'RGB', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 2, 3]],
    ['NHWC', 'BGR', [3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10], [2, 2, 3]],
    ['NCHW', 'RGB', [1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12], [3, 2, 2]],
    ['NCHW', 'BGR', [3, 6, 9, 12, 2, 5, 8, 11, 1, 4, 7, 10], [3, 2, 2]],
  ])('%s %s puts the levels in this order', async (layout, channels, expected, shape) => {
    expect(await decode(twoByTwo, [2, 2], { layout, channels })).toEqual(expected);
    expect(createImageDecoder(inputOf([2, 2], { layout, channels }), maxPixels).shape).toEqual(shape);
  });

  it.each(['NHWC', 'NCHW'])('%s GRAY is the BT.601 luma', async (layout) => {
    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2; 0.299 * 255 = 76.245
    const file = rgbPng([[[200, 100, 50], red]]);
    expect(await decode(file, [1, 2], { layout, channels: 'GRAY' })).toEqual([124, 76]);
    const decoder = createImageDecoder(inputOf([1, 2], { layout, channels: 'GRAY' }), maxPixels);
    expect(decoder.shape).toEqual(layout === 'NCHW' ? [1, 1, 2] : [1, 2, 1]);
    expect(decoder.length).toBe(2);
  });

  it('writes at the offset and nowhere else', async () => {
    const decoder = createImageDecoder(inputOf([2, 2]), maxPixels);
    const target = new Float32Array(2 + decoder.length + 1).fill(-1);
    await decoder.decode(twoByTwo, target, 2);
    expect([...target]).toEqual([-1, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1]);
  });
});

describe('normalisation', () => {
  it('is (x - mean) / std with one number for all channels', async () => {
    expect(await decode(rgbPng([[[128, 0, 192]]]), [1, 1], { mean: 128, std: 128 })).toEqual([0, -1, 0.5]);
  });

  it('takes one number per channel, in the declared order of channels', async () => {
    const file = rgbPng([[[10, 20, 30]]]);
    const options = { mean: [1, 2, 3], std: [1, 2, 4] };
    expect(await decode(file, [1, 1], options)).toEqual([9, 9, 6.75]);
    // blue first: (30 - 1) / 1, (20 - 2) / 2, (10 - 3) / 4
    expect(await decode(file, [1, 1], { ...options, channels: 'BGR' })).toEqual([29, 9, 1.75]);
    expect(await decode(file, [1, 1], { ...options, layout: 'NCHW' })).toEqual([9, 9, 6.75]);
  });

  it('refuses a number of values that is not the number of channels', () => {
    for (const options of [{ mean: [1, 2] }, { std: [1, 2, 3], channels: 'GRAY' }]) {
      expect(() => createImageDecoder(inputOf([1, 1], options), maxPixels)).toThrow(/one per channel/);
    }
  });
});

describe('resizing', () => {
  const quarters = rgbPng([
    [red, red, blue, blue],
    [red, red, blue, blue],
    [white, white, black, black],
    [white, white, black, black],
  ]);

  it('averages with a triangle when it gets smaller', async () => {
    // from left to right 1, 3, 3, 1 of 8, where the first weight falls on the edge: 7 / 8 of the near half
    // red: 255 * 7 / 8; green: half of that, from the white quarter; blue: half of 1 / 8 and half of 7 / 8
    const left = [223, 112, 128];
    const right = [32, 16, 128];
    expect(await decode(quarters, [1, 2], { resize: 'linear' })).toEqual([...left, ...right]);
  });

  it('stretches each axis on its own without a crop', async () => {
    const stretched = await decode(rgbPng([[red, blue]]), [3, 2], { resize: 'nearest' });
    expect(stretched).toEqual([...red, ...blue, ...red, ...blue, ...red, ...blue]);
  });

  it('cuts the middle with a centre crop', async () => {
    expect(await decode(rgbPng([[black, red, blue, black]]), [1, 1], { crop: 'center' })).toEqual([...red]);
    const tall = rgbPng([[black], [red], [blue], [black]]);
    expect(await decode(tall, [1, 1], { crop: 'center' })).toEqual([...red]);
  });

  it('cuts the middle after the shorter side was resized', async () => {
    const wide = rgbPng([
      [black, red, red, black],
      [black, red, red, black],
    ]);
    const options = { crop: 'center', short_side: 4, resize: 'nearest' };
    expect(await decode(wide, [2, 2], options)).toEqual([red, red, red, red].flat());
  });

  it.each(['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3'])(
    '%s keeps a flat colour',
    async (resize) => {
      const flat = rgbPng([
        [
          [9, 90, 200],
          [9, 90, 200],
          [9, 90, 200],
        ],
      ]);
      for (const size of [
        [1, 1],
        [2, 2],
        [5, 7],
      ] as const) {
        const levels = await decode(flat, size, { resize });
        expect(levels).toEqual(new Array(size[0] * size[1]).fill([9, 90, 200]).flat());
      }
    },
  );

  it('gives what libvips gives for photos of any size, within one level', async () => {
    for (const [side, size] of [
      [40, 90],
      [120, 224],
      [40, 40],
      [40, 20],
    ] as const) {
      const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
      const file = await sharp(data, { raw: { width: side, height: side, channels: 3 } })
        .blur(1.5)
        .jpeg()
        .toBuffer();
      for (const kernel of ['linear', 'cubic'] as const) {
        const expected = await sharp(file)
          .resize(size, size, { fit: 'fill', kernel, fastShrinkOnLoad: false })
          .raw()
          .toBuffer();
        const levels = await decode(file, [size, size], { resize: kernel });
        const greatest = levels.reduce(
          (most, level, i) => Math.max(most, Math.abs(level - (expected[i] as number))),
          0,
        );
        expect(greatest).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('formats', () => {
  it('reads a palette PNG', async () => {
    const palette = [10, 20, 30, 40, 50, 60, 70, 80, 90];
    const file = png({ width: 3, height: 1, colourType: 3, bitDepth: 8, rows: Uint8Array.of(2, 0, 1), palette });
    expect(await decode(file, [1, 3])).toEqual([70, 80, 90, 10, 20, 30, 40, 50, 60]);
  });

  it('keeps the upper 8 bits of a 16-bit PNG', async () => {
    const rgb = Uint8Array.of(0x80, 0x00, 0xff, 0xff, 0x00, 0xff);
    expect(await decode(png({ width: 1, height: 1, colourType: 2, bitDepth: 16, rows: rgb }), [1, 1])).toEqual([
      128, 255, 0,
    ]);
    const grey = Uint8Array.of(0x12, 0x34);
    expect(await decode(png({ width: 1, height: 1, colourType: 0, bitDepth: 16, rows: grey }), [1, 1])).toEqual([
      18, 18, 18,
    ]);
  });

  it('makes grey and bilevel PNGs RGB', async () => {
    expect(
      await decode(png({ width: 1, height: 1, colourType: 0, bitDepth: 8, rows: Uint8Array.of(77) }), [1, 1]),
    ).toEqual([77, 77, 77]);
    expect(
      await decode(png({ width: 2, height: 1, colourType: 0, bitDepth: 1, rows: Uint8Array.of(0x40) }), [1, 2]),
    ).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it('drops alpha and keeps the colours under it, also while resizing', async () => {
    const rows = Uint8Array.of(10, 20, 30, 0, 50, 60, 70, 255);
    const file = png({ width: 2, height: 1, colourType: 6, bitDepth: 8, rows });
    expect(await decode(file, [1, 2])).toEqual([10, 20, 30, 50, 60, 70]);
    expect(await decode(file, [1, 1])).toEqual([30, 40, 50]);
    // at -0.5, 0, 0.5, 1
    expect(await decode(file, [1, 4])).toEqual([10, 20, 30, 10, 20, 30, 30, 40, 50, 50, 60, 70]);
    const grey = png({ width: 1, height: 1, colourType: 4, bitDepth: 8, rows: Uint8Array.of(40, 0) });
    expect(await decode(grey, [1, 1])).toEqual([40, 40, 40]);
  });

  it('reads the first frame of an animated GIF', async () => {
    const frames = Uint8Array.from([red, red, blue, blue].flat());
    const file = await sharp(frames, { raw: { width: 2, height: 2, channels: 3, pageHeight: 1 } })
      .gif()
      .toBuffer();
    expect((await sharp(file, { animated: true }).metadata()).pages).toBe(2);
    expect(await decode(file, [1, 2])).toEqual([...red, ...red]);
  });

  it('reads WebP', async () => {
    const data = Uint8Array.from([red, blue, white, black].flat());
    const file = await sharp(data, { raw: { width: 2, height: 2, channels: 3 } })
      .webp({ lossless: true })
      .toBuffer();
    expect(await decode(file, [2, 2])).toEqual([...data]);
  });

  it('reads a CMYK JPEG in its colours, not inverted', async () => {
    const data = new Uint8Array(16 * 16 * 3).fill(255);
    // the lower half is red
    for (let i = data.length / 2; i < data.length; i += 3) data.set(red, i);
    const image = sharp(data, { raw: { width: 16, height: 16, channels: 3 } });
    const file = await image.toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const [r1, g1, b1, r2, g2, b2] = (await decode(file, [2, 1], { resize: 'nearest' })) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(Math.min(r1, g1, b1)).toBeGreaterThan(240);
    expect(r2).toBeGreaterThan(200);
    expect(Math.max(g2, b2)).toBeLessThan(60);
  });

  it('turns an image upright as its EXIF orientation says', async () => {
    const rows = [new Array(8 * 4).fill(white), new Array(8 * 4).fill(black)].flat(2);
    const image = sharp(Uint8Array.from(rows), { raw: { width: 8, height: 8, channels: 3 } });
    const file = await image.jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
    // orientation 6 is shown turned clockwise by a quarter: the white top comes to the right
    for (const size of [
      [1, 2],
      [8, 16],
    ] as const) {
      const levels = await decode(file, size, { resize: 'nearest' });
      expect(levels[0]).toBeLessThan(8);
      expect(levels.at(-1)).toBeGreaterThan(247);
    }
  });

  it('measures a centre crop on the upright image', async () => {
    const rows = [black, red, blue, black].flatMap((colour) => new Array(8 * 8).fill(colour));
    const image = sharp(Uint8Array.from(rows.flat()), { raw: { width: 8, height: 32, channels: 3 } });
    const file = await image.png().withMetadata({ orientation: 6 }).toBuffer();
    expect((await sharp(file).metadata()).orientation).toBe(6);
    // upright it is 32 x 8, from left to right black, blue, red, black: the middle 8 columns are half and half
    const levels = await decode(file, [8, 8], { crop: 'center' });
    expect(levels.slice(0, 3)).toEqual([...blue]);
    expect(levels.slice(-3)).toEqual([...red]);
  });
});

describe('bad input', () => {
  const noise = sharp(
    Uint8Array.from({ length: 90 * 90 * 3 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24),
    { raw: { width: 90, height: 90, channels: 3 } },
  );

  it.each(['jpeg', 'png', 'webp', 'gif'] as const)('reports a %s cut short', async (format) => {
    const file = await noise.clone()[format]().toBuffer();
    for (const share of [0.02, 0.3, 0.6, 0.95]) {
      const cut = file.subarray(0, Math.max(16, Math.floor(file.length * share)));
      for (const size of [
        [30, 30],
        [100, 100],
      ] as const) {
        expect(await codeOf(decode(cut, size))).toBe('DECODE_CORRUPT');
      }
    }
  });

  it('reports a small JPEG cut short', async () => {
    const file = await noise.clone().resize(32, 32).jpeg().toBuffer();
    expect(await codeOf(decode(file.subarray(0, file.length - 20), [64, 64]))).toBe('DECODE_CORRUPT');
  });

  it('reports what is not an image', async () => {
    expect(await codeOf(decode(new Uint8Array(0), [4, 4]))).toBe('DECODE_UNSUPPORTED');
    expect(await codeOf(decode(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), [4, 4]))).toBe(
      'DECODE_UNSUPPORTED',
    );
    const tiff = await noise.clone().tiff().toBuffer();
    expect(await codeOf(decode(tiff, [4, 4]))).toBe('DECODE_UNSUPPORTED');
  });

  it('refuses 30,000 x 30,000 pixels of a small file before decoding them', async () => {
    const file = blackPng(30_000, 30_000);
    expect(file.length).toBeLessThan(120_000);
    const before = process.memoryUsage().rss;
    expect(await codeOf(decode(file, [8, 8]))).toBe('DECODE_TOO_LARGE');
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  it('holds every format and size to the pixel limit', async () => {
    const small = noise.clone().resize(30, 30);
    for (const format of ['jpeg', 'png', 'webp', 'gif'] as const) {
      const file = await small.clone()[format]().toBuffer();
      const target = new Float32Array(3);
      const decoder = (limit: number) => createImageDecoder(inputOf([1, 1]), limit).decode(file, target, 0);
      expect(await codeOf(decoder(899))).toBe('DECODE_TOO_LARGE');
      expect(await codeOf(decoder(900))).toBe('none');
    }
  });

  it('decodes many at once without mixing them up', async () => {
    const levels = Array.from({ length: 40 }, (_, i) => i * 6);
    const files = levels.map((level) => rgbPng([[[level, level, level]]]));
    const decoder = createImageDecoder(inputOf([3, 3]), maxPixels);
    const target = new Float32Array(decoder.length * files.length);
    await Promise.all(files.map((file, i) => decoder.decode(file, target, i * decoder.length)));
    expect([...target]).toEqual(levels.flatMap((level) => new Array(27).fill(level)));
  });
});
