import { type BigIntStats, closeSync, read } from 'node:fs';
import { promisify } from 'node:util';
import { AlaasError, type OpenOptions, type SourceContent, type Validator } from '@alaas/core';
import { throwIfCancelled } from './cancel.ts';
import type { SourceFactory } from './context.ts';
import { createFileGate, fileFault, type OpenedFile } from './file-gate.ts';
import { filePath } from './file-uri.ts';
import { shown } from './shown.ts';

const readInto = promisify(read);

// one read call; a cancelled work waits for no more than this of a slow disk
const maxSlice = 8 * 2 ** 20;

/** Reads `file:` URIs. `bytes` owns its whole buffer, so it can be transferred to a worker. */
export const fileSource: SourceFactory = ({ access, sources }) => {
  const gate = createFileGate(access, sources.roots);
  return {
    schemes: ['file'],
    // hides the latency of a network disk; the thread pool that serves the reads is smaller anyway
    concurrency: 16,
    async open(uri, { signal, maxBytes, known }): Promise<SourceContent | 'unchanged'> {
      throwIfCancelled(signal);
      const path = filePath(uri);
      if (known !== undefined && validatorOf(await gate.stat(path, uri)) === known) return 'unchanged';
      const file = await gate.open(path, uri);
      try {
        checkSize(file.stats.size, maxBytes, uri);
        return { bytes: await contentOf(file, uri, signal), validator: validatorOf(file.stats) };
      } catch (error) {
        throw fileFault(error, uri);
      } finally {
        closeSync(file.fd);
      }
    },
    close: () => Promise.resolve(),
  };
};

function checkSize(size: bigint, maxBytes: OpenOptions['maxBytes'], uri: string): void {
  if (size === 0n) throw new AlaasError('SOURCE_EMPTY', `${shown(uri)} is empty; there is nothing to read.`);
  if (size > maxBytes) {
    throw new AlaasError(
      'SOURCE_TOO_LARGE',
      `${shown(uri)} has ${size} bytes, more than the limit of ${maxBytes}; raise limits.max_item_bytes or shrink it.`,
    );
  }
}

async function contentOf({ fd, stats }: OpenedFile, uri: string, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(Number(stats.size));
  let filled = 0;
  while (filled < bytes.length) {
    throwIfCancelled(signal);
    const { bytesRead } = await readInto(fd, bytes, filled, Math.min(maxSlice, bytes.length - filled), filled);
    if (bytesRead === 0) {
      throw new AlaasError('SOURCE_READ', `${shown(uri)} was cut short while it was read; try again.`);
    }
    filled += bytesRead;
  }
  return bytes;
}

/** Changes whenever the content may have: ctime moves even where a copy keeps mtime and size. */
function validatorOf({ mtimeNs, ctimeNs, size, ino }: BigIntStats): Validator {
  return `${mtimeNs}-${ctimeNs}-${size}-${ino}`;
}
