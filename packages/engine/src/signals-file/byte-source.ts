import { readSync } from 'node:fs';
import { AlaasError } from '@alaas/core';

/** Bytes that can be read from anywhere: a file, or a part of memory. */
export interface ByteSource {
  /** For messages. */
  readonly name: string;
  /** Bytes. */
  readonly length: number;
  /** Fills `target` from `start` on. @throws AlaasError `SOURCE_READ` when there are fewer bytes */
  read(start: number, target: Uint8Array): void;
}

/** Bytes read between two checkpoints. */
const SLICE_BYTES = 8 * 2 ** 20;

/** An open file as bytes. Blocks its thread. */
export function fileBytes(file: { fd: number; bytes: number; name: string }, checkpoint: () => void): ByteSource {
  const { fd, bytes, name } = file;
  return {
    name,
    length: bytes,
    read(start, target) {
      for (let done = 0; done < target.length; ) {
        checkpoint();
        const read = readSync(fd, target, done, Math.min(SLICE_BYTES, target.length - done), start + done);
        if (read === 0) throw new AlaasError('SOURCE_READ', `${name} was cut short while it was read; try again.`);
        done += read;
      }
    },
  };
}

/** Memory as bytes. */
export function memoryBytes(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    length: bytes.length,
    read: (start, target) => target.set(bytes.subarray(start, start + target.length)),
  };
}
