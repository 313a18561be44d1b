import { isUtf8 } from 'node:buffer';
import { AlaasError, toAlaasError } from '@alaas/core';
import { checkDepth } from '../json-depth.ts';
import { byteLines } from './byte-lines.ts';
import { invalidRow, maxRowBytes, toRow } from './format.ts';
import { JsonElements } from './json-elements.ts';
import type { ImportedRecord, ReadRow } from './record.ts';

/**
 * The rows of JSON lines, or of a JSON array: the first character tells. `line` is the line, or the place in the array.
 *
 * @param read makes a record of one value, and throws what is wrong with it
 */
export async function* jsonRows(
  bytes: AsyncIterable<Uint8Array>,
  read: (value: unknown) => ImportedRecord,
): AsyncGenerator<ReadRow> {
  const { first, all } = await peek(bytes);
  if (first === openBracket) yield* elementRows(all, read);
  else yield* lineRows(all, read);
}

/** The elements of an array, or of the arrays in an object, as bytes or faults. */
export async function* jsonElements(bytes: AsyncIterable<Uint8Array>) {
  const elements = new JsonElements(maxRowBytes);
  for await (const piece of bytes) {
    yield* elements.push(Buffer.from(piece.buffer, piece.byteOffset, piece.length));
  }
  yield* elements.finish();
}

/** @throws AlaasError `INVALID_REQUEST` for what is no JSON, `DECODE_ENCODING` for what is not UTF-8 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new AlaasError('DECODE_ENCODING', 'The row is not UTF-8. Write the file as UTF-8.');
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw new AlaasError('INVALID_REQUEST', `The row is not JSON: ${toAlaasError(error).message}.`, { cause: error });
  }
}

async function* elementRows(
  bytes: AsyncIterable<Uint8Array>,
  read: (value: unknown) => ImportedRecord,
): AsyncGenerator<ReadRow> {
  for await (const { number, bytes: element, fault } of jsonElements(bytes)) {
    yield toRow(number, () => {
      if (element === undefined) throw invalidRow(`The row cannot be read: ${fault}.`);
      return read(parseJson(element));
    });
  }
}

async function* lineRows(
  bytes: AsyncIterable<Uint8Array>,
  read: (value: unknown) => ImportedRecord,
): AsyncGenerator<ReadRow> {
  for await (const lines of byteLines(bytes, maxRowBytes)) {
    for (const { line, bytes: text } of lines) {
      if (text?.every(isSpace) === true) continue;
      yield toRow(line, () => {
        if (text === undefined) throw invalidRow(`The row is longer than ${maxRowBytes} bytes.`);
        checkDepth(text);
        return read(parseJson(text));
      });
    }
  }
}

async function peek(bytes: AsyncIterable<Uint8Array>) {
  const iterator = bytes[Symbol.asyncIterator]();
  const begun: Uint8Array[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    begun.push(value);
    first = value.find((byte: number) => !isSpace(byte) && !mark.includes(byte));
  }
  return { first, all: continued(begun, iterator) };
}

async function* continued(begun: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* begun;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

const openBracket = 0x5b;
/** Bytes of UTF-8's byte order mark. */
const mark: readonly number[] = [0xef, 0xbb, 0xbf];

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}
