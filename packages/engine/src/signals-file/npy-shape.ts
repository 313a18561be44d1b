import type { ByteSource } from './byte-source.ts';
import { isNpy, readNpyShape } from './npy.ts';

/**
 * The shape of the array in an NPY file, from its header alone; undefined for a file of another format, which tells its
 * shape only when it is read.
 *
 * @throws AlaasError `INVALID_REQUEST` when the header cannot be read, `SOURCE_READ`
 */
export function npyShape(source: ByteSource): readonly number[] | undefined {
  const head = new Uint8Array(Math.min(6, source.length));
  source.read(0, head);
  return isNpy(head) ? readNpyShape(source) : undefined;
}
