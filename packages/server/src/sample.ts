import type { ItemInput } from '@alaas/core';
import { type SampleImage, sampleClips, sampleImages, sampleRows, sampleSeries, sampleTexts } from '@alaas/zoo';
import { wavBytes } from './wav.ts';

/** The sample pools there are. */
export type SampleKind = 'images' | 'texts' | 'audio' | 'series' | 'table';

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
 * A made-up pool to try the service on: images as PNG, texts, recordings as WAV, time series as JSON, or rows of a table; the
 * same for the same options. The classes are
 * unbalanced; the first few items of each carry their label.
 */
export async function sampleItems(kind: SampleKind, options: SampleOptions): Promise<ItemInput[]> {
  const isTold = tellFirst(labelledPerClass);
  const items: ItemInput[] = [];
  for await (const { label, ...item } of samplers[kind](options)) {
    items.push(isTold(label) ? { ...item, label } : item);
    options.onProgress?.(items.length);
  }
  return items;
}

type Labelled = ItemInput & { readonly label: string };

const samplers: Readonly<Record<SampleKind, (options: SampleOptions) => Iterable<Labelled> | AsyncIterable<Labelled>>> =
  {
    images: encodedImages,
    texts: sampleTexts,
    audio: encodedClips,
    series: encodedSeries,
    table: sampleRows,
  };

function* encodedClips(options: SampleOptions): Generator<Labelled, void> {
  for (const { id, label, clip } of sampleClips(options)) yield { id, label, blob: wavBytes(clip).toString('base64') };
}

function* encodedSeries(options: SampleOptions): Generator<Labelled, void> {
  for (const { id, label, names, channels } of sampleSeries(options)) {
    const columns = Object.fromEntries(names.map((name, c) => [name, [...(channels[c] ?? [])]]));
    yield { id, label, blob: Buffer.from(JSON.stringify(columns)).toString('base64') };
  }
}

/** Pictures that are being encoded while the next ones are drawn; beyond this many, drawing waits. */
const encodedAtOnce = 8;

async function* encodedImages(options: SampleOptions): AsyncGenerator<Labelled, void> {
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
  const { default: sharp } = await import('sharp');
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
