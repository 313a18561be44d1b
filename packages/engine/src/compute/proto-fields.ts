/** One field of an encoded Protocol Buffers message. */
export interface ProtoField {
  readonly field: number;
  /** 0 number, 1 eight bytes, 2 bytes, text or message, 5 four bytes. */
  readonly wireType: number;
  /** The bytes of a field of type 2, as a view; empty for the others. */
  readonly content: Uint8Array;
  /** The value of a field of type 0; 0 for the others. */
  readonly value: bigint;
  /** The whole field with its tag, as a view. */
  readonly encoded: Uint8Array;
}

const utf8 = new TextDecoder();

/** The text that a field of type 2 holds. */
export function textOf({ content }: ProtoField): string {
  return utf8.decode(content);
}

/**
 * The fields of a message in the order in which they stand.
 *
 * @throws RangeError where the bytes are no such message
 */
export function* protoFields(bytes: Uint8Array): Generator<ProtoField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('a number does not end');
  };
  while (at < bytes.length) {
    const start = at;
    const tag = Number(varint());
    const [field, wireType] = [Math.floor(tag / 8), tag % 8];
    let value = 0n;
    let content = bytes.subarray(0, 0);
    if (wireType === 0) value = varint();
    else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const length = Number(varint());
      content = bytes.subarray(at, at + length);
      at += length;
    } else throw new RangeError(`field ${field} is of the unknown kind ${wireType}`);
    if (at > bytes.length) throw new RangeError(`field ${field} ends behind the message`);
    yield { field, wireType, content, value, encoded: bytes.subarray(start, at) };
  }
}
