import { AlaasError, type Committee, type Matrix, type SignalName, type Signals, signalTable } from '@alaas/core';
import type { ByteSource } from './byte-source.ts';
import type { Memory } from './memory.ts';
import { isNpy, type NumberArray, readNpy } from './npy.ts';
import { isZip, readNpz } from './npz.ts';
import { isArrow, isParquet } from './table-heads.ts';

/** Bytes that tell a format. */
const HEAD_BYTES = 8;

/** True for a file of a table, Arrow IPC or Parquet, which a library reads. @throws AlaasError `SOURCE_READ` */
export function isTable(source: ByteSource): boolean {
  const head = headOf(source);
  return isArrow(head) || isParquet(head);
}

/**
 * A signal from a file, told by its first bytes: NPY, NPZ, Arrow IPC or Parquet. The numbers become float32; whether
 * they are sound is for the selection to say.
 *
 * @throws AlaasError `INVALID_REQUEST` when the format or the shape is another, `INVALID_EMBEDDINGS`,
 * `INVALID_PROBABILITIES` or `INVALID_SIGNAL` naming a row of another width, `SOURCE_READ`, `NOT_ENOUGH_MEMORY`
 */
export async function readSignal<Name extends SignalName>(
  source: ByteSource,
  name: Name,
  memory: Memory,
): Promise<Signals[Name]> {
  const array = await readArray(source, headOf(source), name, memory);
  return (
    signalTable[name].rows === 'members' ? committeeOf(array, source) : matrixOf(array, source, name)
  ) as Signals[Name];
}

function headOf(source: ByteSource): Uint8Array {
  const head = new Uint8Array(Math.min(HEAD_BYTES, source.length));
  source.read(0, head);
  return head;
}

async function readArray(source: ByteSource, head: Uint8Array, name: SignalName, memory: Memory): Promise<NumberArray> {
  if (isNpy(head)) return readNpy(source, memory);
  if (isZip(head)) return readNpz(source, name, memory);
  if (isArrow(head)) {
    const { readArrow } = await import('./arrow.ts');
    return readArrow(source, name, memory);
  }
  if (isParquet(head)) {
    const { readParquet } = await import('./parquet.ts');
    return await readParquet(source, name, memory);
  }
  throw new AlaasError('INVALID_REQUEST', `${source.name} is of no format read here: give NPY, NPZ, Arrow or Parquet.`);
}

function matrixOf({ data, shape }: NumberArray, source: ByteSource, name: SignalName): Matrix {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined) {
    throw misshapen(source, shape, `${name} have two: rows and columns`);
  }
  if (columns === 0 && rows > 0) throw misshapen(source, shape, `${name} need at least one column`);
  return { data, rows, columns };
}

function committeeOf({ data, shape }: NumberArray, source: ByteSource): Committee {
  const [members, rows, columns] = shape;
  if (shape.length !== 3 || members === undefined || rows === undefined || columns === undefined) {
    throw misshapen(source, shape, 'a committee has three, in NPY or NPZ: members, rows and classes');
  }
  return { data, members, rows, columns };
}

function misshapen({ name }: ByteSource, shape: readonly number[], wanted: string): AlaasError {
  return new AlaasError('INVALID_REQUEST', `${name} has the shape (${shape.join(', ')}); ${wanted}.`);
}
