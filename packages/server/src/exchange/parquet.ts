import { toAlaasError } from '@alaas/core';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { type FileFormat, invalidRow, toRow } from './format.ts';
import type { ExchangeContext, ExchangeRecord, ReadRow } from './record.ts';
import { Spool } from './spool.ts';
import { type Cell, type CellKind, columns, type Row, recordOfRow, rowsOfRecord } from './table-rows.ts';

/**
 * Apache Parquet, a row per response, in row groups that are written as they fill. What is read is put on disk first: a
 * Parquet file is read from its end.
 */
export const parquet: FileFormat = {
  id: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
  tasks: ['single-label', 'multi-label', 'pairwise', 'spans', 'boxes'],
  write: writeParquet,
  read: readParquet,
};

/** Rows of a group, and characters at which it ends earlier. */
const groupRows = 10_000;
const groupCharacters = 8 * 2 ** 20;

const types: Record<CellKind, 'STRING' | 'DOUBLE' | 'BOOLEAN'> = {
  text: 'STRING',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
};

async function* writeParquet(records: AsyncIterable<ExchangeRecord>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({
    columnData: columns.map(([name, kind]) => ({ name, type: types[kind], data: [] })),
  });
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'alaas' });
  const taken = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    // offset goes on counting; what is behind index is written over
    bytes.index = 0;
    return piece;
  };
  let rows: Cell[][] = [];
  let characters = 0;
  for await (const record of records) {
    for (const row of rowsOfRecord(record)) {
      rows.push(row);
      for (const cell of row) characters += typeof cell === 'string' ? cell.length : 1;
    }
    if (rows.length < groupRows && characters < groupCharacters) continue;
    await writeGroup(writer, rows);
    [rows, characters] = [[], 0];
    yield taken();
  }
  if (rows.length > 0) await writeGroup(writer, rows);
  await writer.finish();
  yield taken();
}

async function writeGroup(writer: ParquetWriter, rows: readonly Cell[][]): Promise<void> {
  const columnData = columns.map(([name], i) => ({ name, data: rows.map((row) => row[i] ?? null) }));
  await writer.write({ columnData, rowGroupSize: rows.length });
}

async function* readParquet(bytes: AsyncIterable<Uint8Array>, context: ExchangeContext): AsyncGenerator<ReadRow> {
  const spool = await Spool.open();
  try {
    for await (const piece of bytes) await spool.append(piece);
    const file = bufferOf(spool);
    let metadata: FileMetaData;
    try {
      metadata = await parquetMetadataAsync(file);
      checkColumns(metadata);
    } catch (error) {
      yield unreadable(1, error);
      return;
    }
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      yield* readGroup({ file, metadata, rowStart, rowEnd }, context);
      rowStart = rowEnd;
    }
  } finally {
    await spool.close();
  }
}

interface Group {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function* readGroup(group: Group, context: ExchangeContext): AsyncGenerator<ReadRow> {
  let rows: Record<string, unknown>[];
  try {
    rows = await parquetReadObjects({ ...group, compressors });
  } catch (error) {
    yield unreadable(group.rowStart + 1, error);
    return;
  }
  for (const [i, row] of rows.entries()) {
    yield toRow(group.rowStart + i + 1, () => recordOfRow(cellsOf(row), context));
  }
}

/**
 * That the columns of each row group are those of the schema, each once. Of others the library would begin to read and
 * then not wait for: what is wrong with them would end the process.
 *
 * @throws AlaasError `INVALID_REQUEST`
 */
function checkColumns(metadata: FileMetaData): void {
  const leaves = new Set<string>();
  const walk = ({ children, path }: ReturnType<typeof parquetSchema>): void => {
    if (children.length === 0) leaves.add(JSON.stringify(path));
    for (const child of children) walk(child);
  };
  walk(parquetSchema(metadata));
  for (const { columns } of metadata.row_groups) {
    const paths = new Set(columns.map(({ meta_data }) => JSON.stringify(meta_data?.path_in_schema)));
    if (paths.size !== columns.length || [...paths].some((path) => !leaves.has(path))) {
      throw invalidRow('its row groups have other columns than its schema');
    }
  }
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  if (new Set(names).size !== names.length) throw invalidRow('two of its columns have the same name');
}

function unreadable(line: number, error: unknown): ReadRow {
  return toRow(line, () => {
    throw invalidRow(
      `From here on the file cannot be read as Parquet: ${toAlaasError(error).message.replace(/\.$/, '')}.`,
    );
  });
}

function cellsOf(row: Record<string, unknown>): Row {
  return new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), cellOf(value)]));
}

/** A list or a structure as its JSON, which is what the table's columns hold of them. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
}

function bufferOf(spool: Spool): AsyncBuffer {
  return {
    byteLength: spool.length,
    slice: async (start, end = spool.length) => {
      const from = start < 0 ? spool.length + start : start;
      return (await spool.read(from, end < 0 ? spool.length + end : end)).buffer;
    },
  };
}
