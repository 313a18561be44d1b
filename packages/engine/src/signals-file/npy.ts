import { AlaasError } from '@alaas/core';
import type { ByteSource } from './byte-source.ts';
import type { Memory } from './memory.ts';

/** Numbers with their sizes, in row-major order. */
export interface NumberArray {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** True when bytes begin like an NPY file. */
export function isNpy(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 6)) === '\x93NUMPY';
}

/** How the numbers of a file are written, by NumPy's name. */
const kinds = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
} as const;

type Kind = keyof typeof kinds;

/** Bytes converted at once: a whole number of items of every kind. */
const CHUNK_BYTES = 2 ** 20;

/**
 * The array of an NPY file, format versions 1 to 3: little-endian float32, float64, int32 or int64, of any number of
 * dimensions. Fortran order is turned into row-major order.
 *
 * @throws AlaasError `INVALID_REQUEST` saying what about the file cannot be read, `NOT_ENOUGH_MEMORY`
 */
export function readNpy(source: ByteSource, memory: Memory): NumberArray {
  const { kind, isFortran, shape, offset } = readHeader(source);
  const count = shape.reduce((a, b) => a * b, 1);
  const itemBytes = kinds[kind].BYTES_PER_ELEMENT;
  if (offset + count * itemBytes > source.length) {
    throw refused(source, `is cut short: its shape (${shape.join(', ')}) needs ${count * itemBytes} bytes of ${kind}`);
  }
  const data = memory.floats(count);
  // a matrix of one row or column lies the same in both orders
  const isTransposed = isFortran && shape.filter((size) => size > 1).length > 1;
  if (kind === '<f4' && !isTransposed) {
    source.read(offset, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  } else {
    convert(source, { kind, offset, count }, isTransposed ? rowMajorPlaces(shape) : undefined, data);
  }
  return { data, shape };
}

/** The shape alone, from the header. @throws AlaasError `INVALID_REQUEST` */
export function readNpyShape(source: ByteSource): readonly number[] {
  return readHeader(source).shape;
}

interface Header {
  readonly kind: Kind;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly offset: number;
}

function readHeader(source: ByteSource): Header {
  const start = new Uint8Array(Math.min(12, source.length));
  source.read(0, start);
  const view = new DataView(start.buffer);
  const version = start[6] ?? 0;
  if (start.length < 12 || version < 1 || version > 3) {
    throw refused(source, `is NPY of version ${version}, and versions 1 to 3 are read`);
  }
  const textAt = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (textAt + length > source.length) throw refused(source, 'is cut short inside its header');
  const bytes = new Uint8Array(length);
  source.read(textAt, bytes);
  return { ...parseHeader(new TextDecoder().decode(bytes), source), offset: textAt + length };
}

/** The header is a Python dictionary, always with these three keys. */
function parseHeader(text: string, source: ByteSource): Omit<Header, 'offset'> {
  const kind = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (order === undefined || sizes === undefined) throw refused(source, 'has a header that NumPy does not write');
  if (kind === undefined || !Object.hasOwn(kinds, kind)) {
    const found = kind === undefined ? 'structured numbers' : `numbers of type ${kind}`;
    throw refused(source, `holds ${found}, and ${Object.keys(kinds).join(', ')} are read`, '.astype("float32")');
  }
  const shape = sizes
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '')
    .map(Number);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw refused(source, `has the shape (${sizes}), which is none`);
  }
  return { kind: kind as Kind, isFortran: order === 'True', shape };
}

function convert(
  source: ByteSource,
  { kind, offset, count }: { kind: Kind; offset: number; count: number },
  placeOf: ((index: number) => number) | undefined,
  out: Float32Array,
): void {
  const itemBytes = kinds[kind].BYTES_PER_ELEMENT;
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let first = 0; first < count; first += CHUNK_BYTES / itemBytes) {
    const items = Math.min(CHUNK_BYTES / itemBytes, count - first);
    source.read(offset + first * itemBytes, chunk.subarray(0, items * itemBytes));
    const values = new kinds[kind](chunk.buffer, 0, items);
    for (let i = 0; i < items; i++) out[placeOf === undefined ? first + i : placeOf(first + i)] = Number(values[i]);
  }
}

/** Where a number of a column-major array stands in row-major order. */
function rowMajorPlaces(shape: readonly number[]): (index: number) => number {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return (index) => {
    let rest = index;
    let place = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const size = shape[axis] as number;
      place += (rest % size) * (strides[axis] as number);
      rest = Math.floor(rest / size);
    }
    return place;
  };
}

function refused({ name }: ByteSource, what: string, fix?: string): AlaasError {
  const hint = fix === undefined ? 'Write it again with numpy.save.' : `Write it again with ${fix}.`;
  return new AlaasError('INVALID_REQUEST', `${name} ${what}. ${hint}`);
}
