/** Contents that people send one by one: what is let in, and the item that each becomes. */
import { AlaasError, type Config, type Item } from '@alaas/core';
import { ContentTypeTeller } from './decode/index.ts';
import type { Upload } from './engine.ts';
import type { Uploads } from './source/index.ts';

/** What became of a content that somebody sent. */
export interface KeptContent {
  /** Its id is made of the digest and the name. */
  readonly item: Item;
  /** Told by the bytes. */
  readonly type: string;
  readonly bytes: number;
}

/**
 * Keeps a content that a model could read; of what is refused, or did not come whole, nothing stays.
 *
 * @throws AlaasError `SOURCE_EMPTY`, `TOO_LARGE`, `DECODE_UNSUPPORTED`, `STORE_FULL`, and what the content throws
 */
export async function keepUpload(
  dataset: string,
  { name, content, label }: Upload,
  { uploads, limits }: { readonly uploads: Uploads; readonly limits: Pick<Config['limits'], 'max_item_bytes'> },
): Promise<KeptContent> {
  const teller = new ContentTypeTeller();
  const received = await uploads.receive(dataset, looked(content, teller, { name, maxBytes: limits.max_item_bytes }));
  const { sha256, length } = received;
  const type = teller.end();
  if (length === 0 || type === 'application/octet-stream') {
    await received.discard();
    throw length === 0 ? empty(name) : unreadable(name);
  }
  // texts are told by their ending, when a dataset is asked what it holds; numbers in a file keep theirs
  const called = type.startsWith('text/') && !/\.(txt|csv|tsv|json)$/i.test(name) ? `${name}.txt` : name;
  const uri = await received.keep(called);
  const item = { id: `${sha256.slice(0, 12)}-${name}`, uri, ...(label === undefined ? {} : { label }) };
  return { item, type, bytes: length };
}

async function* looked(
  content: Upload['content'],
  teller: ContentTypeTeller,
  { name, maxBytes }: { readonly name: string; readonly maxBytes: number },
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const part of content) {
    length += part.length;
    if (length > maxBytes) {
      throw new AlaasError(
        'TOO_LARGE',
        `"${name}" has more than ${maxBytes} bytes (limits.max_item_bytes). Shrink it, or raise the limit.`,
      );
    }
    teller.take(part);
    yield part;
  }
}

function empty(name: string): AlaasError {
  return new AlaasError('SOURCE_EMPTY', `"${name}" is empty; there is nothing to keep.`);
}

function unreadable(name: string): AlaasError {
  return new AlaasError(
    'DECODE_UNSUPPORTED',
    `"${name}" is nothing that a model here reads, whatever its name says. Send images as JPEG, PNG, WebP or GIF, and texts as UTF-8.`,
  );
}
