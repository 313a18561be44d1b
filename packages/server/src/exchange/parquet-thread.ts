import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { toAlaasError } from '@alaas/core';
import type { ParquetGroup, ParquetWork } from './parquet-worker.ts';
import type { Spool } from './spool.ts';

/** Longest time for one row group, in milliseconds: a million rows take some seconds. */
const groupTimeoutMs = 60_000;
/** Memory of the thread, in MiB: row groups of other tools hold up to a million rows. */
const threadMegabytes = 1024;

/**
 * The row groups of a Parquet file, one after the other; the last one may say what is wrong instead. They are decoded in a
 * thread of their own: a damaged file can make the library run for ever, or fill the memory, which then ends that thread
 * alone.
 */
export async function* parquetGroups(spool: Spool, timeoutMs = groupTimeoutMs): AsyncGenerator<ParquetGroup> {
  // TypeScript in the workspace, JavaScript once compiled
  const script = new URL(`./parquet-worker${extname(import.meta.filename)}`, import.meta.url);
  const work: ParquetWork = { descriptor: spool.descriptor, length: spool.length };
  const worker = new Worker(script, { workerData: work, resourceLimits: { maxOldGenerationSizeMb: threadMegabytes } });
  let start = 0;
  try {
    while (true) {
      const group = await nextGroup(worker, { start, timeoutMs });
      if (group === undefined) return;
      yield group;
      if (group.fault !== undefined) return;
      start = group.start + group.rows.length;
    }
  } finally {
    await worker.terminate();
  }
}

async function nextGroup(
  worker: Worker,
  { start, timeoutMs }: { start: number; timeoutMs: number },
): Promise<ParquetGroup | undefined> {
  const { promise, resolve } = Promise.withResolvers<ParquetGroup | undefined>();
  const broken = (fault: string) => resolve({ start, rows: [], fault });
  const failed = (error: unknown) => broken(toAlaasError(error).message.replace(/\.$/, ''));
  const timer = setTimeout(() => broken(`a row group was not read within ${timeoutMs} ms`), timeoutMs);
  worker.once('message', resolve);
  worker.once('error', failed);
  worker.postMessage('next');
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    worker.off('message', resolve);
    worker.off('error', failed);
    // what comes when nobody waits any more has been told already
    worker.on('error', () => undefined);
  }
}
