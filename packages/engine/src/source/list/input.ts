import { closeSync, read } from 'node:fs';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AlaasError, type Columns, type Config, type Item, isAlaasError } from '@alaas/core';
import type { ManifestFormat } from '../../engine.ts';
import { type FileGate, fileFault } from '../file-gate.ts';
import { filePath, fileUri } from '../file-uri.ts';
import { shown } from '../shown.ts';
import type { SourceSet } from '../source-set.ts';
import { formatOfName } from './detect-format.ts';
import { fileItem, isContentName, listFolder } from './folder.ts';
import { isGlob, listGlob } from './glob.ts';
import { type Manifest, readManifest } from './manifest.ts';

export interface InputOptions {
  readonly gate: FileGate;
  readonly sourceSet: SourceSet;
  readonly limits: Config['limits'];
  readonly columns: Columns | undefined;
  /** Of a manifest; undefined: by its name. */
  readonly format?: ManifestFormat | undefined;
  /** Files of a folder or glob are labelled with their folder's name. */
  readonly labelFolders?: boolean | undefined;
  readonly signal: AbortSignal;
}

/**
 * The items behind a name: a folder, a glob, a manifest or one file of content, as an absolute path or URI.
 *
 * @throws AlaasError `SOURCE_NOT_FOUND` when there is nothing of the name, and as the listing it turns out to be
 */
export async function listInput(
  input: string,
  options: InputOptions,
): Promise<AsyncIterable<Item[]> | Iterable<Item[]>> {
  if (/^https?:/i.test(input)) return listUrl(input, options);
  const path = pathOf(input);
  const { gate, labelFolders, signal } = options;
  const stats = await gate.stat(path, input).catch((error: unknown) => {
    if (isAlaasError(error, 'SOURCE_NOT_FOUND') && isGlob(path)) return undefined;
    throw error;
  });
  if (stats === undefined) return listGlob(path, { gate, name: input, labelFolders, signal });
  if (stats.isDirectory()) return listFolder(path, { name: input, labelFolders, signal });
  if (isContentName(path)) return [[fileItem(dirname(path), basename(path), labelFolders)]];
  return readManifest({ ...manifestAt(path, options), content: chunksOf(path, input, gate) }, rowLimits(options));
}

/** @throws AlaasError `SOURCE_UNSUPPORTED` for what is neither an absolute path nor a file: URI */
export function pathOf(input: string): string {
  const path = /^file:/i.test(input) ? filePath(input) : input;
  if (isAbsolute(path)) return resolve(path);
  throw new AlaasError(
    'SOURCE_UNSUPPORTED',
    `${shown(input)} cannot be listed: it is not an absolute path, a file: URI or an http(s) URI.`,
  );
}

async function listUrl(url: string, options: InputOptions): Promise<AsyncIterable<Item[]> | Iterable<Item[]>> {
  const { sourceSet, signal, limits, columns, format } = options;
  const path = URL.parse(url)?.pathname ?? '';
  if (isContentName(path)) return [[{ id: url, uri: url }]];
  const content = await sourceSet.open(url, { signal, maxBytes: limits.max_body_bytes });
  // without a known version there is nothing to be unchanged from
  const bytes = content === 'unchanged' ? new Uint8Array() : content.bytes;
  const read = { format: format ?? formatOfName(path), base: { url }, columns };
  return readManifest({ uri: withoutSecrets(url), content: [bytes], ...read }, rowLimits(options));
}

function manifestAt(path: string, { columns, format }: InputOptions): Omit<Manifest, 'content'> {
  return { uri: fileUri(path), format: format ?? formatOfName(path), base: { folder: dirname(path) }, columns };
}

function rowLimits({ signal, limits }: InputOptions): { signal: AbortSignal; maxRowBytes: number } {
  return { signal, maxRowBytes: limits.max_item_bytes };
}

/** Ids and URIs of rows travel further than the request that named the manifest. */
function withoutSecrets(url: string): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  bare.hash = '';
  return bare.href;
}

const readInto = promisify(read);
/** The rows of a chunk are in memory together. Larger ones are no faster, and outlive more collections of garbage. */
const chunkBytes = 2 ** 16;

/** The bytes of a file, some at a time. */
export async function* chunksOf(path: string, name: string, gate: FileGate): AsyncGenerator<Uint8Array, void> {
  const { fd } = await gate.open(path, name);
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(chunkBytes);
      const { bytesRead } = await readInto(fd, chunk, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } catch (error) {
    throw fileFault(error, name);
  } finally {
    closeSync(fd);
  }
}
