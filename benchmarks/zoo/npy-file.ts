import { closeSync, openSync, writeSync } from 'node:fs';

/** Bytes written at once: one call writes less than 2 GiB. */
const CHUNK_BYTES = 2 ** 28;
/** Numbers begin at a multiple of it. */
const ALIGNMENT = 64;
const PRELUDE_BYTES = 10;

/** Writes float32 numbers as NPY, format version 1, row-major. */
export function writeNpy(path: string, data: Float32Array, shape: readonly number[]): void {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const length = Math.ceil((PRELUDE_BYTES + text.length + 1) / ALIGNMENT) * ALIGNMENT - PRELUDE_BYTES;
  const header = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${text.padEnd(length - 1)}\n`, 'latin1');
  header.writeUInt16LE(length, PRELUDE_BYTES - 2);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const fd = openSync(path, 'w');
  try {
    writeSync(fd, header);
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      writeSync(fd, bytes.subarray(start, start + CHUNK_BYTES));
    }
  } finally {
    closeSync(fd);
  }
}
