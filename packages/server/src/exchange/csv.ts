import { AlaasError } from '@alaas/core';
import { type CsvError, parse } from 'csv-parse';
import { type FileFormat, inPieces, invalidRow, maxRowBytes, toRow } from './format.ts';
import type { ExchangeContext, ExchangeRecord, ImportedRecord, ReadRow } from './record.ts';
import { type Cell, columns, recordOfRow, rowsOfRecord } from './table-rows.ts';

/**
 * Comma-separated values as RFC 4180 has them, with a header; a row per response.
 *
 * Spreadsheets take a cell that begins with = + - @ or a tab for a formula. Such a text gets an apostrophe in front, which
 * they do not show, and which is taken away again when the file comes back.
 */
export const csv: FileFormat = {
  id: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  write: (records) => inPieces(lines(records)),
  read: readCsv,
};

async function* lines(records: AsyncIterable<ExchangeRecord>): AsyncGenerator<string> {
  yield `${columns.map(([name]) => name).join(',')}\r\n`;
  for await (const record of records) {
    for (const row of rowsOfRecord(record)) yield `${row.map(written).join(',')}\r\n`;
  }
}

const formula = /^'*[=+\-@\t\r]/;

function written(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$|^$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function unescaped(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}

async function* readCsv(bytes: AsyncIterable<Uint8Array>, context: ExchangeContext): AsyncGenerator<ReadRow> {
  const encoding = { isBroken: false };
  let header: readonly string[] | undefined;
  let rows: ReadRow[] = [];
  let line = 0;
  const parser = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: maxRowBytes,
    // a row that has been read is kept here, whatever is wrong with the next one
    on_record: (record: string[], { lines }) => {
      line = lines;
      const names = header;
      if (names === undefined) header = record.map((name) => name.trim().toLowerCase());
      else rows.push(toRow(lines, () => readRecord(record, names, { ...context, encoding })));
      return null;
    },
  });
  let isBroken = false;
  parser.on('error', (error: CsvError) => {
    isBroken = true;
    rows.push(brokenRow(line + 1, error));
  });
  const ended = new Promise((resolve) => parser.once('close', resolve));
  try {
    for await (const text of decoded(bytes, encoding)) {
      await new Promise((resolve) => parser.write(text, resolve));
      yield* rows;
      rows = [];
      // behind a broken quote nobody knows where rows begin
      if (isBroken) return;
    }
    parser.resume();
    parser.end();
    await ended;
    yield* rows;
  } finally {
    parser.destroy();
  }
}

function readRecord(
  record: readonly string[],
  header: readonly string[],
  { encoding, ...context }: ExchangeContext & { readonly encoding: { readonly isBroken: boolean } },
): ImportedRecord {
  if (record.length !== header.length) {
    throw invalidRow(`The row has ${record.length} fields where the header has ${header.length}.`);
  }
  if (encoding.isBroken && record.some((cell) => cell.includes('\ufffd'))) {
    throw new AlaasError('DECODE_ENCODING', 'The row is not UTF-8. Write the file as UTF-8.');
  }
  return recordOfRow(new Map(header.map((name, i) => [name, unescaped(record[i] as string)])), context);
}

function brokenRow(line: number, error: CsvError): ReadRow {
  if (error.code === undefined) throw error;
  return toRow(line, () => {
    throw invalidRow(`The file cannot be read from here on: ${reasons[error.code] ?? error.message}.`);
  });
}

const reasons: Readonly<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: `a row is longer than ${maxRowBytes} characters`,
  CSV_QUOTE_NOT_CLOSED: 'a quote does not end',
  CSV_INVALID_CLOSING_QUOTE: 'a quote inside of quotes is not doubled',
  INVALID_OPENING_QUOTE: 'a quote stands in a field without quotes around it',
};

/** The text of UTF-8 bytes; where they are none, `encoding` says so from then on. */
async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: { isBroken: boolean }): AsyncGenerator<string> {
  let decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const piece of bytes) {
    try {
      yield decoder.decode(piece, { stream: true });
    } catch {
      encoding.isBroken = true;
      decoder = new TextDecoder('utf-8');
      yield decoder.decode(piece, { stream: true });
    }
  }
}
