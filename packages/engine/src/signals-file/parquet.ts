import { AlaasError, type SignalName } from '@alaas/core';
import {
  type AsyncBuffer,
  type ColumnData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ByteSource } from './byte-source.ts';
import { type ChosenColumns, chooseColumns, type TableColumn } from './choose-columns.ts';
import { MatrixRows } from './matrix-rows.ts';
import type { Memory } from './memory.ts';
import type { NumberArray } from './npy.ts';

/** Bytes of one number while a row group is decoded: a slot of a JavaScript array. */
const DECODED_BYTES = 8;

/**
 * The matrix in a Parquet file: a column of lists of numbers, or columns of numbers. A null counts as NaN. Row groups
 * are decoded one after the other.
 *
 * @throws AlaasError `INVALID_REQUEST` when the file cannot be read, `INVALID_EMBEDDINGS` or `INVALID_PROBABILITIES`
 * naming a row of another width, `NOT_ENOUGH_MEMORY`
 */
export async function readParquet(source: ByteSource, signal: SignalName, memory: Memory): Promise<NumberArray> {
  const file = bufferOf(source);
  const metadata = await reading(source.name, () => parquetMetadataAsync(file));
  const columns = parquetSchema(metadata).children.map((column): TableColumn => {
    return { name: column.element.name, holds: contentOf(column) };
  });
  const chosen = chooseColumns(columns, signal, source.name);
  const rows = new MatrixRows(Number(metadata.num_rows), signal, memory);
  if ('numbers' in chosen) rows.begin(chosen.numbers.length);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const numbers = group.columns.reduce((sum, { meta_data }) => sum + Number(meta_data?.num_values ?? 0), 0);
    memory.check(numbers * DECODED_BYTES);
    await reading(source.name, () => readGroup({ file, metadata, rowStart, rowEnd }, chosen, rows));
    rowStart = rowEnd;
  }
  return rows.array;
}

type Column = ReturnType<typeof parquetSchema>;

function contentOf(column: Column): TableColumn['holds'] {
  const { element, children } = column;
  if (children.length === 0) return isNumber(column) ? 'numbers' : 'something else';
  const isList = element.converted_type === 'LIST' || element.logical_type?.type === 'LIST';
  // a list is a group of one repeated group of one element
  const inner = children[0]?.children[0] ?? children[0];
  return isList && inner !== undefined && isNumber(inner) ? 'lists' : 'something else';
}

function isNumber({ element, children }: Column): boolean {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (children.length > 0 || element.repetition_type === 'REPEATED') return false;
  if (type === 'FLOAT' || type === 'DOUBLE') return true;
  const isPlain = converted === undefined && (logical === undefined || logical.type === 'INTEGER');
  return (type === 'INT32' || type === 'INT64') && (isPlain || /^U?INT_/.test(converted ?? ''));
}

async function readGroup(
  range: { file: AsyncBuffer; metadata: FileMetaData; rowStart: number; rowEnd: number },
  chosen: ChosenColumns,
  rows: MatrixRows,
): Promise<void> {
  const chunks: ColumnData[] = [];
  await parquetRead({
    ...range,
    compressors,
    columns: 'list' in chosen ? [chosen.list] : [...chosen.numbers],
    // it is called from nowhere: what it threw would be caught by nobody
    onChunk: (chunk) => chunks.push(chunk),
  });
  for (const { columnName, columnData, rowStart } of chunks) {
    if ('list' in chosen) for (let i = 0; i < columnData.length; i++) rows.setRow(rowStart + i, columnData[i]);
    else rows.setColumn(chosen.numbers.indexOf(columnName), rowStart, columnData as ArrayLike<number>);
  }
}

function bufferOf(source: ByteSource): AsyncBuffer {
  return {
    byteLength: source.length,
    slice(start, end = source.length) {
      const from = start < 0 ? source.length + start : start;
      const bytes = new Uint8Array(Math.max(0, Math.min(end, source.length) - from));
      source.read(from, bytes);
      return bytes.buffer;
    },
  };
}

async function reading<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AlaasError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AlaasError('INVALID_REQUEST', `${name} cannot be read as Parquet (${reason}). Write it again.`, {
      cause: error,
    });
  }
}
