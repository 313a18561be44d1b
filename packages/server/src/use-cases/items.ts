import { AlaasError, type Config, type Item, type ItemInput, type ItemsPush, rowKey, rowText } from '@alaas/core';
import { inlineUri, type Pool } from '@alaas/engine';

/**
 * Items of a query, one after the other. A content sent inline has the URI `inline:<n>`, n counting from 0.
 * Ids default to URIs.
 */
export function* queryItems(inputs: readonly ItemInput[]): Generator<Item, void> {
  for (const [n, input] of inputs.entries()) yield toItem(input, () => `inline:${n}`);
}

/**
 * Items of a dataset, one after the other. A content sent inline has the URI `inline:<checksum>`, so that the same
 * one pushed again is known, and another one never takes its place.
 */
export function* datasetItems(inputs: Iterable<ItemInput>): Generator<Item, void> {
  for (const input of inputs) yield toItem(input, inlineUri);
}

function toItem(input: ItemInput, nameInline: (content: string | Uint8Array) => string): Item {
  const bytes = input.blob === undefined ? undefined : Buffer.from(input.blob, 'base64');
  const text = input.row === undefined ? input.text : rowText(input.row);
  const uri = input.uri ?? nameInline(input.row === undefined ? (text ?? bytes ?? '') : rowKey(input.row));
  return {
    id: input.id ?? uri,
    uri,
    ...(text === undefined ? {} : { text }),
    ...(input.row === undefined ? {} : { isRow: true }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(input.label === undefined ? {} : { label: input.label }),
  };
}

/** The pool a checked push names. @throws AlaasError `TOO_LARGE` for more items than a request may hold */
export function pushPool(push: ItemsPush, limits: Config['limits']): Pool {
  const { items, ...named } = push;
  if (items === undefined) return namedByContent(namedPool(named));
  checkCount(items.length, limits);
  return { items: datasetItems(items) };
}

/** Texts of a manifest get the names that the same texts sent as items have, whatever row they are in. */
function namedByContent(pool: Pool): Pool {
  return 'manifest' in pool ? { ...pool, manifest: { ...pool.manifest, isNamedByContent: true } } : pool;
}

type Named = Pick<ItemsPush, 'input' | 'manifest' | 'columns' | 'format' | 'labelFolders'>;

/** A pool that the engine lists. */
export function namedPool({ input, manifest, columns, format, labelFolders }: Named): Pool {
  if (manifest !== undefined) {
    return { manifest: { text: manifest.text, format: manifest.format ?? 'auto', base: manifest.base }, columns };
  }
  if (input !== undefined) return { input, columns, format, labelFolders };
  throw new AlaasError('INVALID_REQUEST', 'The request names no pool. Give items, input or manifest.');
}

/** @throws AlaasError `TOO_LARGE` */
export function checkCount(items: number, limits: Config['limits']): void {
  if (items <= limits.max_items_per_request) return;
  throw new AlaasError(
    'TOO_LARGE',
    `${items} items in one request; the limit is ${limits.max_items_per_request} (limits.max_items_per_request). Push them to a dataset in parts, or give a manifest as input.`,
  );
}
