import type { ItemInput } from '@alaas/core';
import { type SampleImage, sampleImages, sampleTexts } from '@alaas/zoo';
import sharp from 'sharp';

export interface SampleOptions {
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Items in all. */
  readonly size: number;
}

/** Items of each class whose label is told: enough for a head that is better than chance, few enough to leave work. */
const labelledPerClass = 3;

/**
 * A made-up pool to try the service on, images as PNG or texts, the same for the same options. The classes are
 * unbalanced; the first few items of each carry their label.
 */
export async function sampleItems(kind: 'images' | 'texts', options: SampleOptions): Promise<ItemInput[]> {
  const isTold = tellFirst(labelledPerClass);
  const items: ItemInput[] = [];
  if (kind === 'texts') {
    for (const { id, label, text } of sampleTexts(options))
      items.push({ id, text, ...(isTold(label) ? { label } : {}) });
    return items;
  }
  // one picture at a time, so that memory holds the PNGs alone
  for (const { id, label, pixels } of sampleImages(options)) {
    const blob = await encodePng(pixels);
    items.push({ id, blob, ...(isTold(label) ? { label } : {}) });
  }
  return items;
}

/** Whether a label is among the first `count` of its class. */
function tellFirst(count: number): (label: string) => boolean {
  const told = new Map<string, number>();
  return (label) => {
    const before = told.get(label) ?? 0;
    told.set(label, before + 1);
    return before < count;
  };
}

async function encodePng({ data, width, height }: SampleImage['pixels']): Promise<string> {
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 3 })
    .toBuffer();
  return png.toString('base64');
}
