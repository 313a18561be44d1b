import { dirname, join } from 'node:path';
import type { Config } from '@alaas/core';
import { isAlaasError } from '@alaas/core';
import type { FileGate } from '../file-gate.ts';
import { fileUri } from '../file-uri.ts';
import type { SourceSet } from '../source-set.ts';
import { globParts, isGlob } from './glob.ts';
import { chunksOf, pathOf } from './input.ts';
import { stroll } from './stroll.ts';
import { type Base, resolveWritten } from './written-uri.ts';

/** What lies behind a name, before anything of it is listed. */
export type Look =
  | {
      readonly kind: 'folder';
      /** Paths below it, as the disk gives them; take as many as wanted. */
      readonly paths: AsyncGenerator<string, void>;
      readonly uriOf: (path: string) => string;
    }
  | {
      readonly kind: 'file';
      readonly uri: string;
      /** Its name or path, whose ending may say what it is. */
      readonly name: string;
      /** Not read yet; take as much as wanted. */
      readonly chunks: AsyncGenerator<Uint8Array, void>;
      /** The URI of what a row names; undefined: it cannot be told. */
      readonly uriOf: (written: string) => string | undefined;
    };

export interface LookOptions {
  readonly gate: FileGate;
  readonly sourceSet: SourceSet;
  readonly limits: Pick<Config['limits'], 'max_body_bytes'>;
  readonly signal: AbortSignal;
  /** Whether looking through folders has taken as long as it may. Their paths end then. */
  readonly isOver: () => boolean;
}

/**
 * Looks at a folder, a glob or a file, by an absolute path or URI, through the guards that listing it goes through.
 *
 * @throws AlaasError `SOURCE_*`
 */
export async function lookAt(input: string, options: LookOptions): Promise<Look> {
  const { gate, signal, isOver } = options;
  if (/^https?:/i.test(input)) return ofUrl(input, options);
  const path = pathOf(input);
  const stats = await gate.stat(path, input).catch((error: unknown) => {
    if (isAlaasError(error, 'SOURCE_NOT_FOUND') && isGlob(path)) return undefined;
    throw error;
  });
  if (stats === undefined) {
    const { folder, maxDepth, hidden, accepts } = globParts(path);
    await gate.stat(folder, folder);
    return folderOf(folder, stroll(folder, { accepts, maxDepth, hidden, name: folder, signal, isOver }));
  }
  if (stats.isDirectory()) {
    const all = { accepts: () => true, maxDepth: Number.POSITIVE_INFINITY, hidden: false };
    return folderOf(path, stroll(path, { ...all, name: input, signal, isOver }));
  }
  const base: Base = { folder: dirname(path) };
  return {
    kind: 'file',
    uri: fileUri(path),
    name: path,
    chunks: chunksOf(path, input, gate),
    uriOf: (written) => resolveWritten(written, base),
  };
}

function folderOf(folder: string, paths: AsyncGenerator<string, void>): Look {
  return { kind: 'folder', paths, uriOf: (path) => fileUri(join(folder, path)) };
}

function ofUrl(url: string, { sourceSet, limits, signal }: LookOptions): Look {
  const base: Base = { url };
  return {
    kind: 'file',
    uri: url,
    name: URL.parse(url)?.pathname ?? '',
    chunks: chunksOfUrl(url, { sourceSet, maxBytes: limits.max_body_bytes, signal }),
    uriOf: (written) => resolveWritten(written, base),
  };
}

async function* chunksOfUrl(
  url: string,
  { sourceSet, maxBytes, signal }: { sourceSet: SourceSet; maxBytes: number; signal: AbortSignal },
): AsyncGenerator<Uint8Array, void> {
  const content = await sourceSet.open(url, { signal, maxBytes });
  // without a known version there is nothing to be unchanged from
  if (content !== 'unchanged') yield content.bytes;
}
