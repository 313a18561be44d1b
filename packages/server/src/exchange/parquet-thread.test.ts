import { afterEach, beforeEach, expect, it } from 'vitest';
import { parquet } from './parquet.ts';
import { parquetGroups } from './parquet-thread.ts';
import { contextOf, recordOf, written } from './project.fixture.ts';
import { Spool } from './spool.ts';

let spool: Spool;

beforeEach(async () => {
  spool = await Spool.open();
});

afterEach(() => spool.close());

it('gives up on a row group that takes too long, and says so', async () => {
  await spool.append(await written(parquet, [recordOf('ham')], contextOf('single-label')));
  // no thread starts in no time
  const groups = await Array.fromAsync(parquetGroups(spool, 0));
  expect(groups).toEqual([{ start: 0, rows: [], fault: 'a row group was not read within 0 ms' }]);
});

it('says what is wrong with a file that is cut short', async () => {
  const file = await written(parquet, [recordOf('ham')], contextOf('single-label'));
  await spool.append(file.subarray(0, file.length - 1));
  expect(await Array.fromAsync(parquetGroups(spool))).toMatchObject([
    { start: 0, fault: expect.stringContaining('parquet') },
  ]);
});
