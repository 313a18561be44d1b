import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../cancel.ts';
import { fileFault } from '../file-gate.ts';
import type { WalkOptions } from './walk.ts';

/** Folders that wait to be looked into; what is found beyond is left out. */
const mostPending = 10_000;

/** Names of a folder between two looks at the clock. */
const entriesBetweenLooks = 256;

export interface StrollOptions extends WalkOptions {
  /** Whether it has taken as long as it may: then it ends, also where nothing was found yet. */
  readonly isOver: () => boolean;
}

/**
 * The files below a folder as the disk gives them, one at a time, in memory that does not grow with their number: for a look at
 * folders of any size, of which the caller takes as much as it wants. Folders that cannot be read are passed over, but the first.
 *
 * @throws AlaasError `SOURCE_*` when the root cannot be read, `CANCELLED`
 */
export async function* stroll(root: string, { accepts, maxDepth, hidden, name, signal, isOver }: StrollOptions) {
  let entries = 0;
  const pending = [''];
  for (let folder = pending.shift(); folder !== undefined; folder = pending.shift()) {
    throwIfCancelled(signal);
    if (isOver()) return;
    const isDeepest = folder.split('/').length >= maxDepth;
    try {
      for await (const entry of await opendir(join(root, folder), { bufferSize: 512 })) {
        if (entries > 0 && entries % entriesBetweenLooks === 0 && isOver()) return;
        entries++;
        if (entry.name.startsWith('.') && !hidden) continue;
        const path = folder + entry.name;
        if (entry.isDirectory()) {
          if (!isDeepest && pending.length < mostPending) pending.push(`${path}/`);
        } else if ((entry.isFile() || entry.isSymbolicLink()) && accepts(path)) yield path;
      }
    } catch (error) {
      if (folder === '') throw fileFault(error, name);
    }
  }
}
