import { AlaasError, isAlaasError } from '@alaas/core';
import { contentType, seriesContent, uprightImage } from './decode/index.ts';
import type { ItemContent } from './engine.ts';
import { decodeSeriesFile } from './series-decoder.ts';
import type { SourceSet } from './source/index.ts';
import type { InlineItem } from './store/index.ts';

export interface ContentOptions {
  /** Whether the dataset is one of time series. */
  readonly isSeries: boolean;
  readonly maxBytes: number;
  readonly maxValues: number;
  readonly maxPixels: number;
  readonly signal: AbortSignal;
}

/**
 * What an item holds, inline or behind its URI, with a type that is safe to show. A time series is given as
 * {@link SeriesContent}, whatever its file; one that cannot be read, as its file is. An image is upright in every browser.
 *
 * @throws AlaasError `SOURCE_*`, `CANCELLED`
 */
export async function itemContent(
  { uri, inline, isRow }: InlineItem,
  source: SourceSet,
  options: ContentOptions,
): Promise<ItemContent> {
  const bytes = inline === null ? await read(uri, source, options) : bytesOf(inline);
  if (isRow) return { bytes, type: 'application/json; charset=utf-8' };
  const series = options.isSeries ? seriesBytes(bytes, options.maxValues) : undefined;
  return series ?? { bytes: await uprightImage(bytes, options.maxPixels), type: contentType(bytes) };
}

function seriesBytes(bytes: Uint8Array, maxValues: number): ItemContent | undefined {
  try {
    const content = JSON.stringify(seriesContent(decodeSeriesFile(bytes, maxValues)));
    return { bytes: new TextEncoder().encode(content), type: 'application/vnd.alaas.series+json' };
  } catch (error) {
    if (isAlaasError(error) && error.code.startsWith('DECODE_')) return undefined;
    throw error;
  }
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
