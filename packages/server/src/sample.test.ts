import { type ItemInput, itemInputSchema } from '@alaas/core';
import { sampleImages } from '@alaas/zoo';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sampleItems } from './sample.ts';

function countLabels(items: readonly ItemInput[]): number[] {
  const counts = new Map<string, number>();
  for (const { label } of items) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()];
}

test.each(['images', 'texts', 'audio', 'series', 'table'] as const)(
  'gives %s that a request accepts, three of each class labelled',
  async (kind) => {
    // every 50 items hold one of the rarest class
    const items = await sampleItems(kind, { seed: 5, size: 200 });
    expect(items.length).toBe(200);
    expect(new Set(items.map(({ id }) => id)).size).toBe(200);
    for (const item of items) expect(itemInputSchema.safeParse(item).success).toBe(true);
    expect(countLabels(items)).toEqual([3, 3, 3, 3]);
    expect(await sampleItems(kind, { seed: 5, size: 200 })).toEqual(items);
  },
);

test('tells how many are made', async () => {
  const done: number[] = [];
  await sampleItems('images', { seed: 1, size: 12, onProgress: (count) => done.push(count) });
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('encodes the pixels without loss', async () => {
  const [item] = await sampleItems('images', { seed: 1, size: 1 });
  const [drawn] = sampleImages({ seed: 1, size: 1 });
  const decoded = await sharp(Buffer.from(item?.blob ?? '', 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(decoded.info).toMatchObject({ width: drawn?.pixels.width, height: drawn?.pixels.height, channels: 3 });
  expect(decoded.data.equals(drawn?.pixels.data ?? Buffer.alloc(0))).toBe(true);
});
