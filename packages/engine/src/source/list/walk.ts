import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../cancel.ts';
import { fileFault } from '../file-gate.ts';

export interface WalkOptions {
  /** Whether a file is wanted, by its path below the root. */
  readonly accepts: (path: string) => boolean;
  /** How many folders deep; 1 = the root alone. */
  readonly maxDepth: number;
  /** Whether names that start with a dot are looked at. */
  readonly hidden: boolean;
  /** The root as the caller wrote it, for messages. */
  readonly name: string;
  readonly signal: AbortSignal;
}

const batchSize = 1024;

/**
 * The files below a folder, as paths with `/`, sorted by UTF-16 code units: the same order on every machine.
 * Symlinks to folders are not followed; other symlinks count as files. Keeps the names of one branch in memory.
 *
 * @throws AlaasError `SOURCE_*` when a folder cannot be read: items must not be missed silently
 */
export async function* walk(root: string, options: WalkOptions): AsyncGenerator<string[]> {
  const pending = await entriesOf(root, '', options);
  let batch: string[] = [];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (path.endsWith('/')) {
      throwIfCancelled(options.signal);
      for (const entry of await entriesOf(root, path, options)) pending.push(entry);
      continue;
    }
    batch.push(path);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What a folder holds, last first; folders end with a slash, which also sorts them where their files belong. */
async function entriesOf(root: string, folder: string, options: WalkOptions): Promise<string[]> {
  const isDeepest = folder.split('/').length >= options.maxDepth;
  const entries: string[] = [];
  try {
    for await (const entry of await opendir(join(root, folder), { bufferSize: 512 })) {
      if (entry.name.startsWith('.') && !options.hidden) continue;
      const path = folder + entry.name;
      if (entry.isDirectory()) {
        if (!isDeepest) entries.push(`${path}/`);
      } else if (entry.isFile() || (entry.isSymbolicLink() && !(await leadsToFolder(join(root, path))))) {
        if (options.accepts(path)) entries.push(path);
      }
    }
  } catch (error) {
    throw fileFault(error, join(options.name, folder));
  }
  return entries.sort((a, b) => (a < b ? 1 : -1));
}

/** A link that leads nowhere is an item like another: opening it says what is wrong. */
async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
