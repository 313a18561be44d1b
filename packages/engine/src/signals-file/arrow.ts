import { AlaasError, type SignalName } from '@alaas/core';
import { type Data, DataType, type Table, tableFromIPC } from 'apache-arrow';
import type { ByteSource } from './byte-source.ts';
import { chooseColumns, type TableColumn } from './choose-columns.ts';
import { MatrixRows } from './matrix-rows.ts';
import type { Memory } from './memory.ts';
import type { NumberArray } from './npy.ts';

/**
 * The matrix in an Arrow IPC file: a column of lists of numbers, or columns of numbers. A null counts as NaN.
 *
 * @throws AlaasError `INVALID_REQUEST` when the file cannot be read, `INVALID_EMBEDDINGS` or `INVALID_PROBABILITIES`
 * naming a row of another width, `NOT_ENOUGH_MEMORY`
 */
export function readArrow(source: ByteSource, signal: SignalName, memory: Memory): NumberArray {
  memory.check(source.length);
  const bytes = new Uint8Array(source.length);
  source.read(0, bytes);
  const table = parse(bytes, source.name);
  const columns = table.schema.fields.map(({ name, type }): TableColumn => ({ name, holds: contentOf(type) }));
  const chosen = chooseColumns(columns, signal, source.name);
  const rows = new MatrixRows(table.numRows, signal, memory);
  if ('list' in chosen) {
    let start = 0;
    for (const chunk of table.getChild(chosen.list)?.data ?? []) {
      setLists(rows, start, chunk);
      start += chunk.length;
    }
    return rows.array;
  }
  rows.begin(chosen.numbers.length);
  for (const [column, name] of chosen.numbers.entries()) {
    let start = 0;
    for (const chunk of table.getChild(name)?.data ?? []) {
      rows.setColumn(column, start, valuesOf(chunk));
      start += chunk.length;
    }
  }
  return rows.array;
}

function parse(bytes: Uint8Array, name: string): Table {
  try {
    return tableFromIPC(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AlaasError(
      'INVALID_REQUEST',
      `${name} cannot be read as Arrow (${reason}). Write it as an uncompressed Arrow IPC file.`,
      { cause: error },
    );
  }
}

function contentOf(type: DataType): TableColumn['holds'] {
  if (isNumber(type)) return 'numbers';
  const isList = DataType.isFixedSizeList(type) || DataType.isList(type) || DataType.isLargeList(type);
  return isList && isNumber(type.children[0]?.type) ? 'lists' : 'something else';
}

function isNumber(type: DataType | undefined): boolean {
  if (DataType.isInt(type)) return true;
  // half floats come as their bits
  return DataType.isFloat(type) && type.precision !== 0;
}

function setLists(rows: MatrixRows, start: number, chunk: Data): void {
  const [child] = chunk.children;
  if (child === undefined) return;
  const values = valuesOf(child);
  for (let i = 0; i < chunk.length; i++) {
    const [from, to] = boundsOf(chunk, i);
    rows.setRow(start + i, chunk.getValid(i) ? slice(values, from, to) : null);
  }
}

/** Where list `i` begins and ends among the values of its chunk. */
function boundsOf(chunk: Data, i: number): [number, number] {
  if (DataType.isFixedSizeList(chunk.type)) {
    const { listSize } = chunk.type;
    return [(chunk.offset + i) * listSize, (chunk.offset + i + 1) * listSize];
  }
  const offsets = chunk.valueOffsets as Int32Array | BigInt64Array;
  return [Number(offsets[i]), Number(offsets[i + 1])];
}

type Values = ArrayLike<number | bigint | null>;

/** The values of a chunk, null where one is missing. */
function valuesOf(chunk: Data): Values {
  const values = (chunk.values as Float32Array).subarray(0, chunk.length) as Values;
  if (chunk.nullCount === 0) return values;
  return Array.from({ length: chunk.length }, (_, i) => (chunk.getValid(i) ? (values[i] as number) : null));
}

function slice(values: Values, from: number, to: number): Values {
  return Array.isArray(values) ? values.slice(from, to) : (values as Float32Array).subarray(from, to);
}
