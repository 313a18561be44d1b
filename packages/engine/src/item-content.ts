import { AlaasError } from '@alaas/core';
import { contentType } from './decode/index.ts';
import type { ItemContent } from './engine.ts';
import type { SourceSet } from './source/index.ts';
import type { InlineItem } from './store/index.ts';

/**
 * What an item holds, inline or behind its URI, with a type that is safe to show.
 *
 * @throws AlaasError `SOURCE_*`, `CANCELLED`
 */
export async function itemContent(
  { uri, inline }: InlineItem,
  source: SourceSet,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<ItemContent> {
  const bytes = inline === null ? await read(uri, source, options) : bytesOf(inline);
  return { bytes, type: contentType(bytes) };
}

function bytesOf(inline: Uint8Array | string): Uint8Array {
  return typeof inline === 'string' ? new TextEncoder().encode(inline) : inline;
}

async function read(
  uri: string,
  source: SourceSet,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const content = await source.open(uri, options);
  if (content === 'unchanged') throw new AlaasError('SOURCE_READ', `${uri} answered without its content.`);
  return content.bytes;
}
