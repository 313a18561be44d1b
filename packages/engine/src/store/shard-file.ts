import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AlaasError, type Matrix, matrix } from '@alaas/core';
import type { FixedSizeList } from 'apache-arrow';
import { storeError } from './database.ts';

/**
 * Writes one signal of one shard as an Arrow IPC file: columns `sha256` (32 bytes) and `values` (a fixed-size list of
 * float32), readable by pandas, polars and DuckDB. The file appears whole or not at all.
 *
 * @param sha256 [n x 32]
 * @param values [n x width]
 * @throws AlaasError `STORE_FULL`
 */
export async function writeShardFile(path: string, sha256: Uint8Array, values: Matrix): Promise<void> {
  const { rows, columns, data } = values;
  const arrow = await import('apache-arrow');
  const item = new arrow.Field('item', new arrow.Float32(), false);
  const list = new arrow.FixedSizeList(columns, item);
  const key = new arrow.FixedSizeBinary(32);
  const schema = new arrow.Schema([new arrow.Field('sha256', key, false), new arrow.Field('values', list, false)]);
  const struct = arrow.makeData({
    type: new arrow.Struct(schema.fields),
    length: rows,
    children: [
      arrow.makeData({ type: key, length: rows, data: sha256 }),
      arrow.makeData({
        type: list,
        length: rows,
        child: arrow.makeData({ type: item.type, length: data.length, data }),
      }),
    ],
  });
  const parts: Uint8Array[] = [];
  // the parts refer to the values, where one buffer for all would be a copy of them
  const table = new arrow.Table(schema, new arrow.RecordBatch(schema, struct));
  for await (const part of arrow.RecordBatchFileWriter.writeAll(table)) {
    parts.push(part);
  }
  await writeWhole(path, parts);
}

/**
 * The values of a shard file, as a view of what was read.
 *
 * @throws AlaasError `STORE_CORRUPT` when the file is missing or not what was written
 */
export async function readShardFile(path: string): Promise<Matrix> {
  try {
    const { tableFromIPC } = await import('apache-arrow');
    const table = tableFromIPC(await readWhole(path));
    const column = table.getChild('values')?.data[0];
    const values: unknown = column?.children[0]?.values;
    if (!(values instanceof Float32Array) || column === undefined) throw new Error('no column of float32 values');
    const width = (column.type as FixedSizeList).listSize;
    return matrix(values.subarray(0, table.numRows * width), width);
  } catch (error) {
    throw new AlaasError(
      'STORE_CORRUPT',
      `The feature file ${path} cannot be read. Delete the storage folder's features and store.db; they are made again from the sources.`,
      { cause: error },
    );
  }
}

/** In one read: a file of several megabytes would otherwise be asked for in dozens. */
async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    if (bytesRead !== size) throw new Error(`${bytesRead} of ${size} bytes could be read`);
    return bytes;
  } finally {
    await file.close();
  }
}

/** A crash leaves either the old state or the new file, synced to disk with its name. */
async function writeWhole(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const folder = dirname(path);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writev(parts.filter(({ length }) => length > 0));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    const directory = await open(folder, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } catch (error) {
    await rm(temporary, { force: true });
    throw storeError(error, path);
  }
}
