/** Decodes the row groups of a Parquet file, each when it is asked for. It loads little, to be ready soon. */
import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Cell } from './table-rows.ts';

/** What the thread is started with: an open file. */
export interface ParquetWork {
  readonly descriptor: number;
  /** Bytes. */
  readonly length: number;
}

/** Rows that follow each other. */
export interface ParquetGroup {
  /** Number of the first one, from 0. */
  readonly start: number;
  /** Cells by the name of their column, in lower case. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** Why the file cannot be read from here on. */
  readonly fault?: string;
}

const { descriptor, length } = workerData as ParquetWork;
const file: AsyncBuffer = {
  byteLength: length,
  slice(start, end = length) {
    const from = start < 0 ? Math.max(0, length + start) : start;
    const bytes = new Uint8Array(Math.max(0, Math.min(end < 0 ? length + end : end, length) - from));
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(descriptor, bytes, done, bytes.length - done, from + done);
      if (read === 0) throw new Error('the temporary file was cut short');
      done += read;
    }
    return bytes.buffer;
  },
};
const groups = readGroups();

parentPort?.on('message', async () => {
  const { value } = await groups.next();
  parentPort?.postMessage(value);
});

async function* readGroups(): AsyncGenerator<ParquetGroup, undefined> {
  let start = 0;
  try {
    const metadata = await parquetMetadataAsync(file);
    checkColumns(metadata);
    for (const group of metadata.row_groups) {
      const end = start + Number(group.num_rows);
      const rows = await parquetReadObjects({ file, metadata, compressors, rowStart: start, rowEnd: end });
      yield { start, rows: rows.map(cellsOf) };
      start = end;
    }
  } catch (error) {
    yield { start, rows: [], fault: error instanceof Error ? error.message.replace(/\.$/, '') : String(error) };
  }
  return undefined;
}

/**
 * That the columns of each row group are those of the schema, each once. Of others the library would begin to read and
 * then not wait for: what is wrong with them would end the thread without a word.
 */
function checkColumns(metadata: FileMetaData): void {
  const leaves = new Set<string>();
  const walk = ({ children, path }: ReturnType<typeof parquetSchema>): void => {
    if (children.length === 0) leaves.add(JSON.stringify(path));
    for (const child of children) walk(child);
  };
  const schema = parquetSchema(metadata);
  walk(schema);
  for (const { columns } of metadata.row_groups) {
    const paths = new Set(columns.map(({ meta_data }) => JSON.stringify(meta_data?.path_in_schema)));
    if (paths.size !== columns.length || [...paths].some((path) => !leaves.has(path))) {
      throw new Error('its row groups have other columns than its schema');
    }
  }
  const names = schema.children.map(({ element }) => element.name);
  if (new Set(names).size !== names.length) throw new Error('two of its columns have the same name');
}

function cellsOf(row: Record<string, unknown>): Record<string, Cell> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), cellOf(value)]));
}

/** A list or a structure as its JSON, which is what the table's columns hold of them. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
}
