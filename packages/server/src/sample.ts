import type { ItemInput } from '@alaas/core';
import { type SampleImage, sampleImages, sampleTexts } from '@alaas/zoo';
import sharp from 'sharp';

export interface SampleOptions {
  /** Unsigned 32-bit. */
  readonly seed: number;
  /** Items in all. */
  readonly size: number;
  /** Told how many are made, item by item. */
  readonly onProgress?: ((done: number) => void) | undefined;
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
  for await (const { label, ...item } of kind === 'texts' ? sampleTexts(options) : encodedImages(options)) {
    items.push(isTold(label) ? { ...item, label } : item);
    options.onProgress?.(items.length);
  }
  return items;
}

/** Pictures that are being encoded while the next ones are drawn; beyond this many, drawing waits. */
const encodedAtOnce = 8;

async function* encodedImages(
  options: SampleOptions,
): AsyncGenerator<{ id: string; blob: string; label: string }, void> {
  const encoding: Promise<{ id: string; blob: string; label: string }>[] = [];
  for (const image of sampleImages(options)) {
    encoding.push(encodeImage(image));
    // gives the encoder's threads the picture before the next one is drawn
    await new Promise((resolve) => setImmediate(resolve));
    if (encoding.length >= encodedAtOnce) yield* encoding.splice(0, 1);
  }
  yield* encoding;
}

async function encodeImage({ id, label, pixels }: SampleImage): Promise<{ id: string; blob: string; label: string }> {
  const { data, width, height } = pixels;
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  // the noise hardly shrinks, however long the encoder tries
  const png = await picture.png({ compressionLevel: 1 }).toBuffer();
  return { id, blob: png.toString('base64'), label };
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
