/** Contents that people send one by one: what is let in, and the item that each becomes. */
import { AlaasError, type Config, type Item } from '@alaas/core';
import { contentType } from './decode/index.ts';
import type { Upload } from './engine.ts';
import type { Uploads } from './source/index.ts';

/**
 * Keeps a content that a model could read.
 *
 * @returns its item, whose id is made of the digest and the name, and its type, told by the bytes
 * @throws AlaasError `SOURCE_EMPTY`, `SOURCE_TOO_LARGE`, `DECODE_UNSUPPORTED`, `STORE_FULL`
 */
export async function keepUpload(
  dataset: string,
  { name, bytes, label }: Upload,
  { uploads, limits }: { readonly uploads: Uploads; readonly limits: Pick<Config['limits'], 'max_item_bytes'> },
): Promise<{ readonly item: Item; readonly type: string }> {
  if (bytes.length === 0) throw new AlaasError('SOURCE_EMPTY', `"${name}" is empty; there is nothing to keep.`);
  if (bytes.length > limits.max_item_bytes) {
    throw new AlaasError(
      'SOURCE_TOO_LARGE',
      `"${name}" has ${bytes.length} bytes, more than the limit of ${limits.max_item_bytes}; raise limits.max_item_bytes or shrink it.`,
    );
  }
  const type = contentType(bytes);
  if (type === 'application/octet-stream') {
    throw new AlaasError(
      'DECODE_UNSUPPORTED',
      `"${name}" is nothing that a model here reads, whatever its name says. Send images as JPEG, PNG, WebP or GIF, and texts as UTF-8.`,
    );
  }
  // texts are told by their ending, when a dataset is asked what it holds; numbers in a file keep theirs
  const called = type.startsWith('text/') && !/\.(txt|csv|tsv|json)$/i.test(name) ? `${name}.txt` : name;
  const { uri, sha256 } = await uploads.keep(dataset, called, bytes);
  return { item: { id: `${sha256.slice(0, 12)}-${name}`, uri, ...(label === undefined ? {} : { label }) }, type };
}
