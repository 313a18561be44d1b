import type { Config, Item } from '@alaas/core';
import type { Access, Pool } from '../../engine.ts';
import { throwIfCancelled } from '../cancel.ts';
import { createFileGate } from '../file-gate.ts';
import { openSources, type SourceSet } from '../source-set.ts';
import { listInput } from './input.ts';
import { readManifest } from './manifest.ts';
import { parseBase } from './written-uri.ts';

export interface ListOptions {
  /** On whose behalf the pool is listed; a remote caller is held to the roots and the address guard. */
  readonly access: Access;
  readonly limits: Config['limits'];
  readonly sources: Config['sources'];
  /** Reads manifests behind URLs. Default: one opened for this listing, and closed after it. */
  readonly sourceSet?: SourceSet;
  readonly signal: AbortSignal;
}

/**
 * The items of a pool, some at a time and in its order, without reading their contents. Streams: memory does not grow with the
 * pool, beyond the names of one folder. Items may have been given before a later fault is thrown.
 *
 * @throws AlaasError `SOURCE_*` about the folder, glob or manifest itself; `INVALID_MANIFEST` with line numbers;
 *   `EMPTY_POOL` when there is nothing in it; `CANCELLED`
 */
export async function* listPool(pool: Pool, options: ListOptions): AsyncGenerator<Iterable<Item>> {
  if ('items' in pool) {
    yield pool.items;
    return;
  }
  const sourceSet = options.sourceSet ?? openSources(options);
  try {
    for await (const batch of await batchesOf(pool, sourceSet, options)) {
      throwIfCancelled(options.signal);
      yield batch;
    }
  } finally {
    if (sourceSet !== options.sourceSet) await sourceSet.close();
  }
}

async function batchesOf(
  pool: Exclude<Pool, { items: Iterable<Item> }>,
  sourceSet: SourceSet,
  { access, limits, sources, signal }: ListOptions,
): Promise<AsyncIterable<Item[]> | Iterable<Item[]>> {
  const { columns } = pool;
  if ('input' in pool) {
    const gate = createFileGate(access, sources.roots);
    const { input, format, labelFolders } = pool;
    return listInput(input, { gate, sourceSet, limits, columns, format, labelFolders, signal });
  }
  const { text, format, base, isNamedByContent } = pool.manifest;
  const manifest = {
    uri: 'manifest:',
    content: text,
    format,
    base: base === undefined ? undefined : parseBase(base),
    columns,
    isNamedByContent,
  };
  return readManifest(manifest, { signal, maxRowBytes: limits.max_item_bytes });
}
