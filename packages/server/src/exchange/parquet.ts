import type { ParquetWriter } from 'hyparquet-writer';
import { type FileFormat, invalidRow, toRow } from './format.ts';
import { parquetGroups } from './parquet-thread.ts';
import type { ExchangeContext, ExchangeRecord, ReadRow } from './record.ts';
import { Spool } from './spool.ts';
import { type Cell, type CellKind, columns, recordOfRow, rowsOfRecord } from './table-rows.ts';

/**
 * Apache Parquet, a row per response, in row groups that are written as they fill. What is read is put on disk first: a
 * Parquet file is read from its end.
 */
export const parquet: FileFormat = {
  id: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
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
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
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
    for await (const group of parquetGroups(spool)) {
      if (group.fault !== undefined) {
        yield toRow(group.start + 1, () => {
          throw invalidRow(`From here on the file cannot be read as Parquet: ${group.fault}.`);
        });
        return;
      }
      for (const [i, row] of group.rows.entries()) {
        yield toRow(group.start + i + 1, () => recordOfRow(new Map(Object.entries(row)), context));
      }
    }
  } finally {
    await spool.close();
  }
}
