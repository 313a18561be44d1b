import { AlaasError, type Head, type Tensor } from '@alaas/core';
import type { LiveHead } from '@alaas/engine';

/** The first bytes of every head, with the version of this form. */
const MAGIC = 'ALH1';
/** Magic, then the length of the description. */
const PREFIX_BYTES = 8;

interface Place {
  readonly shape: readonly number[];
  /** First number among all numbers of the file. */
  readonly start: number;
  readonly length: number;
}

type Places = Readonly<Record<string, Place>>;

interface HeadPlaces extends Omit<Head, 'parameters' | 'members'> {
  readonly parameters: Places;
  readonly members: readonly Places[];
}

interface Description {
  readonly kind: LiveHead['kind'];
  readonly classes: readonly string[];
  /** One for a single head, one per class otherwise. */
  readonly heads: readonly HeadPlaces[];
}

/** A head as bytes: a description in JSON, then all numbers as little-endian float32, bit by bit as they are. */
export function encodeLiveHead(head: LiveHead): Uint8Array {
  const arrays: Float32Array[] = [];
  let total = 0;
  const place = ({ data, shape }: Tensor): Place => {
    const start = total;
    arrays.push(data);
    total += data.length;
    return { shape, start, length: data.length };
  };
  const placeAll = (tensors: Readonly<Record<string, Tensor>>): Places =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, place(tensor)]));
  const heads = head.kind === 'single' ? [head.head] : head.heads;
  const description: Description = {
    kind: head.kind,
    classes: head.classes,
    heads: heads.map((one) => ({
      ...one,
      parameters: placeAll(one.parameters),
      members: one.members.map((member) => placeAll(member)),
    })),
  };
  const json = Buffer.from(JSON.stringify(description));
  const bytes = Buffer.alloc(PREFIX_BYTES + json.length + total * Float32Array.BYTES_PER_ELEMENT);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt32LE(json.length, MAGIC.length);
  json.copy(bytes, PREFIX_BYTES);
  let at = PREFIX_BYTES + json.length;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    Buffer.from(buffer, byteOffset, byteLength).copy(bytes, at);
    at += byteLength;
  }
  return bytes;
}

/** @throws AlaasError `STORE_CORRUPT` when the bytes are not those of a head */
export function decodeLiveHead(bytes: Uint8Array): LiveHead {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new AlaasError('STORE_CORRUPT', 'A stored head cannot be read; the next training makes a new one.', {
      cause,
    });
  }
}

function decode(given: Uint8Array): LiveHead {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new RangeError('these bytes are no head');
  const numbersAt = PREFIX_BYTES + bytes.readUInt32LE(MAGIC.length);
  const { kind, classes, heads } = JSON.parse(bytes.toString('utf8', PREFIX_BYTES, numbersAt)) as Description;
  // copied, so that the numbers lie where float32 may lie and the bytes can go
  const numbers = Uint8Array.prototype.slice.call(bytes, numbersAt);
  const values = new Float32Array(numbers.buffer, 0, numbers.length / Float32Array.BYTES_PER_ELEMENT);
  const read = ({ shape, start, length }: Place): Tensor => {
    if (start + length > values.length) throw new RangeError('numbers are missing at the end');
    return { data: values.slice(start, start + length), shape };
  };
  const readAll = (places: Places): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(places).map(([name, place]) => [name, read(place)]));
  const made = heads.map((one) => ({
    ...one,
    parameters: readAll(one.parameters),
    members: one.members.map(readAll),
  }));
  if (kind === 'multi') return { kind, classes, heads: made };
  const [head] = made;
  if (head === undefined) throw new RangeError('the head itself is missing');
  return { kind: 'single', classes, head };
}
