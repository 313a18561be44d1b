import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlaasError } from '@alaas/core';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReadTools, readSignalFile } from './read-signal-file.ts';
import { createSharedMemory } from './select-memory.ts';

let folder: string;
let opened: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-signal-'));
  opened = [];
});

afterEach(() => {
  for (const fd of opened) closeSync(fd);
  rmSync(folder, { recursive: true });
});

const tools: ReadTools = { memory: createSharedMemory(), checkpoint: () => undefined };
const columns = { a: [0.5, 1, -2], b: [3, 4, 5.25] };
const rowByRow = Float32Array.of(0.5, 3, 1, 4, -2, 5.25);

function openFile(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const fd = openSync(path, 'r');
  opened.push(fd);
  return { fd, bytes: bytes.length, name };
}

function parquet(data: Record<string, number[]>): Uint8Array {
  const columnData = Object.entries(data).map(([name, values]) => ({ name, type: 'DOUBLE' as const, data: values }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** In the header of its first page, a number of values that never ends. */
function endless(): Uint8Array {
  const bytes = parquet({ x: Array.from({ length: 300 }, (_, i) => i / 7) });
  bytes[20] = 132;
  return bytes;
}

test.each([
  ['Parquet', () => parquet(columns)],
  [
    'an Arrow file',
    () => tableToIPC(tableFromArrays({ a: Float64Array.from(columns.a), b: Float64Array.from(columns.b) }), 'file'),
  ],
])('reads %s in a thread of its own', async (_title, bytes) => {
  const signal = await readSignalFile(openFile('table', bytes()), 'embeddings', tools);
  expect(signal).toMatchObject({ rows: 3, columns: 2, data: rowByRow });
  expect(signal.data.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test('ends the reading of a damaged table of which nothing comes', async () => {
  const reading = readSignalFile(openFile('endless.parquet', endless()), 'embeddings', { ...tools, stallMs: 500 });
  await expect(reading).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: 'endless.parquet cannot be read (nothing came of it for 0.5 s). Write it again, or as NPY.',
  });
});

test('ends the reading of a table that nobody waits for any more', async () => {
  let calls = 0;
  const checkpoint = (): void => {
    calls++;
    if (calls > 3) throw new AlaasError('CANCELLED', 'It was cancelled.');
  };
  const reading = readSignalFile(openFile('endless.parquet', endless()), 'embeddings', { ...tools, checkpoint });
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('tells what is wrong with a table whose columns make no sense', async () => {
  const bytes = parquet(columns);
  // one column more than there are
  const at = Buffer.from(bytes).lastIndexOf('root');
  bytes[at + 5] = (bytes[at + 5] as number) + 2;
  await expect(readSignalFile(openFile('odd.parquet', bytes), 'embeddings', tools)).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining('odd.parquet cannot be read'),
  });
});
