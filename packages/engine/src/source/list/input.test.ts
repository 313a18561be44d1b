import { openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileGate } from '../file-gate.ts';
import { faultOf } from '../sources.fixture.ts';
import { chunksOf } from './input.ts';
import { folderOf } from './list.fixture.ts';

test('a file that opens and cannot be read is a fault of the source', async () => {
  const folder = await folderOf({ 'a.csv': 'x' });
  const path = join(folder, 'a.csv');
  // open for writing alone, it opens but every read fails, as on a broken disk
  const open: FileGate['open'] = async () => ({ fd: openSync(path, 'a') }) as Awaited<ReturnType<FileGate['open']>>;
  const reading = Array.fromAsync(chunksOf(path, path, { open } as FileGate));
  expect(await faultOf(reading)).toMatchObject({ code: 'SOURCE_READ' });
});
