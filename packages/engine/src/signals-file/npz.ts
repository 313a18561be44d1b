import { AlaasError } from '@alaas/core';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { type ByteSource, memoryBytes } from './byte-source.ts';
import type { Memory } from './memory.ts';
import { isNpy, type NumberArray, readNpy } from './npy.ts';

/** True when bytes begin like a zip file. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/** Stored, and deflated: what numpy.savez and numpy.savez_compressed write. */
const readableMethods = [0, 8];

/**
 * One array of an NPZ file: the one called `array`, or the only one there is.
 *
 * @throws AlaasError `INVALID_REQUEST` when there is no such array or the file is damaged, `NOT_ENOUGH_MEMORY`
 */
export function readNpz(source: ByteSource, array: string, memory: Memory): NumberArray {
  memory.check(source.length);
  const bytes = new Uint8Array(source.length);
  source.read(0, bytes);
  const entries = entriesOf(bytes, source.name);
  const named = entries.find(({ name }) => name === `${array}.npy`);
  const entry = named ?? (entries.length === 1 ? entries[0] : undefined);
  if (entry === undefined) {
    const names = entries.map(({ name }) => name.replace(/\.npy$/, '')).join(', ') || 'nothing';
    throw new AlaasError('INVALID_REQUEST', `${source.name} holds ${names}. Name one array in it "${array}".`);
  }
  if (!readableMethods.includes(entry.compression)) {
    throw new AlaasError(
      'INVALID_REQUEST',
      `${source.name} is compressed by method ${entry.compression}. Write it with numpy.savez or numpy.savez_compressed.`,
    );
  }
  memory.check(entry.originalSize);
  const content = unzip(bytes, source.name, ({ name }) => name === entry.name)[entry.name];
  if (content === undefined || content.length !== entry.originalSize || !isNpy(content)) {
    throw new AlaasError('INVALID_REQUEST', `${entry.name} in ${source.name} is no array. Write it with numpy.savez.`);
  }
  return readNpy(memoryBytes(`${entry.name} in ${source.name}`, content), memory);
}

/** The table of contents; nothing is inflated for it. */
function entriesOf(bytes: Uint8Array, name: string): UnzipFileInfo[] {
  const entries: UnzipFileInfo[] = [];
  unzip(bytes, name, (entry) => {
    entries.push(entry);
    return false;
  });
  return entries;
}

function unzip(bytes: Uint8Array, name: string, filter: (entry: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    throw new AlaasError('INVALID_REQUEST', `${name} is a damaged NPZ file. Write it again with numpy.savez.`, {
      cause: error,
    });
  }
}
