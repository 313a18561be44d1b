import sharp from 'sharp';
import { expect, it } from 'vitest';
import { uprightImage } from './upright.ts';

const maxPixels = 1000;
const [red, green, blue, white] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
];

/** Three columns of two pixels: red, green, blue above white ones. */
function picture() {
  const pixels = [red, green, blue, white, white, white].flat() as number[];
  return sharp(Uint8Array.from(pixels), { raw: { width: 3, height: 2, channels: 3 } });
}

async function pixelsOf(file: Uint8Array) {
  // raw pixels as they are stored, whatever an orientation says
  const { data, info } = await sharp(file, { autoOrient: false }).raw().toBuffer({ resolveWithObject: true });
  const pixels = Array.from({ length: info.width * info.height }, (_, i) => [...data.subarray(3 * i, 3 * i + 3)]);
  return { width: info.width, height: info.height, pixels };
}

it.each(['png', 'webp'] as const)('turns the pixels of a %s, and leaves no orientation behind', async (format) => {
  const file = await picture()
    [format]({ lossless: true } as object)
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const upright = await uprightImage(file, maxPixels);
  // orientation 6 is shown turned clockwise by a quarter: what is on top comes to the right
  expect(await pixelsOf(upright)).toEqual({ width: 2, height: 3, pixels: [white, red, white, green, white, blue] });
  const { orientation = 1, format: written } = await sharp(upright).metadata();
  expect([orientation, written]).toEqual([1, format]);
});

it('leaves every other file as it is', async () => {
  const files = await Promise.all([
    picture().webp({ lossless: true }).toBuffer(),
    picture().png().withMetadata({ orientation: 1 }).toBuffer(),
    // every browser turns it itself
    picture().jpeg().withMetadata({ orientation: 6 }).toBuffer(),
  ]);
  const text = new TextEncoder().encode('no image');
  for (const file of [...files, text]) expect(await uprightImage(file, maxPixels)).toBe(file);
});

it('leaves a file that is damaged, or larger than the limit', async () => {
  const file = await picture().webp({ lossless: true }).withMetadata({ orientation: 6 }).toBuffer();
  expect(await uprightImage(file, 5)).toBe(file);
  const cut = file.subarray(0, 40);
  expect(await uprightImage(cut, maxPixels)).toBe(cut);
});
