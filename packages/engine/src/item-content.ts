import { AlaasError } from '@alaas/core';
import { contentType, uprightImage } from './decode/index.ts';
import type { ItemContent } from './engine.ts';
import type { SeriesReader } from './series-reader.ts';
import type { SourceSet } from './source/index.ts';
import type { InlineItem } from './store/index.ts';

export interface ContentOptions {
  /** Where the dataset is one of time series. */
  readonly series: Pick<SeriesReader, 'read'> | undefined;
  readonly maxBytes: number;
  readonly maxValues: number;
  readonly maxPixels: number;
  readonly signal: AbortSignal;
}

/**
 * What an item holds, inline or behind its URI, with a type that is safe to show. A time series is given as
 * {@link SeriesContent}, whatever its file; one that cannot be read, as its file is. An image is upright in every browser.
 *
 * @throws AlaasError `SOURCE_*`, `CANCELLED`, `TOO_MANY_REQUESTS` when many large time series are wanted at once
 */
export async function itemContent(
  { uri, inline, isRow }: InlineItem,
  source: SourceSet,
  options: ContentOptions,
): Promise<ItemContent> {
  const bytes = inline === null ? await read(uri, source, options) : bytesOf(inline);
  if (isRow) return { bytes, type: 'application/json; charset=utf-8' };
  if (options.series === undefined) return await plain(bytes, options.maxPixels);
  const reading = await options.series.read(bytes, options);
  if ('json' in reading) return { bytes: reading.json, type: 'application/vnd.alaas.series+json' };
  return await plain(reading.bytes, options.maxPixels);
}

async function plain(bytes: Uint8Array, maxPixels: number): Promise<ItemContent> {
  return { bytes: await uprightImage(bytes, maxPixels), type: contentType(bytes) };
}

function bytesOf(inline: Uint8Array | string): Uint8Array {
  return typeof inline === 'string' ? new TextEncoder().encode(inline) : inline;
}

async function read(
  uri: string,
  source: SourceSet,
  options: Pick<ContentOptions, 'maxBytes' | 'signal'>,
): Promise<Uint8Array> {
  const content = await source.open(uri, options);
  if (content === 'unchanged') throw new AlaasError('SOURCE_READ', `${uri} answered without its content.`);
  return content.bytes;
}
