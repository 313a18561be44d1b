import { AlaasError, type ExchangeFormat, toAlaasError } from '@alaas/core';
import type { ExchangeContext, ExchangeRecord, ImportedRecord, ReadRow, RowError } from './record.ts';

/** How one format is written and read. Neither side knows a database or HTTP; both take memory that no file makes larger. */
export interface FileFormat {
  readonly id: ExchangeFormat;
  readonly mediaType: string;
  /** Of the name of an exported file, without a dot. */
  readonly extension: string;
  write(records: AsyncIterable<ExchangeRecord>, context: ExchangeContext): AsyncIterable<string | Uint8Array>;
  /** One row per record or fault of the file, in its order; `line` counts from 1 what the format's file says. */
  read(bytes: AsyncIterable<Uint8Array>, context: ExchangeContext): AsyncIterable<ReadRow>;
}

/** Bytes of one row; a longer one is a fault of that row. */
export const maxRowBytes = 16 * 2 ** 20;

/** Characters that are gathered before they are sent: a row at a time would cost more than the rows. */
const pieceLength = 2 ** 16;

/** The record that `read` makes, or what is wrong with the row. */
export function toRow(line: number, read: () => ImportedRecord): ReadRow {
  try {
    return { line, record: read() };
  } catch (error) {
    return { line, error: toRowError(error) };
  }
}

function toRowError(error: unknown): RowError {
  const { code, message } = toAlaasError(error);
  if (code === 'INTERNAL') throw error;
  return { code, detail: message };
}

/** A row that does not say what it should. */
export function invalidRow(message: string): AlaasError {
  return new AlaasError('INVALID_REQUEST', message);
}

/** Short texts put together to pieces that are worth sending. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** A JSON array, an element a line. */
export async function* jsonArray(elements: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const element of elements) {
    yield `${before}${JSON.stringify(element)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** JSON lines. */
export async function* jsonLines(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}
