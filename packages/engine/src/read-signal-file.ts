import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AlaasError, type SignalName, type Signals } from '@alaas/core';
import { fromFailedMessage } from './failed-message.ts';
import type { SharedMemory } from './select-memory.ts';
import type { OpenFile } from './select-message.ts';
import { fileBytes, isTable, readSignal } from './signals-file/index.ts';
import type { FromTable, TableWork } from './table-worker.ts';

export interface ReadTools {
  readonly memory: SharedMemory;
  readonly checkpoint: () => void;
  /** Milliseconds for which a table may be decoded without another part of its file being asked for. Default: a minute. */
  readonly stallMs?: number;
}

/** Memory of a thread that reads a table, in MiB, beside the numbers themselves. */
const THREAD_MEGABYTES = 4096;
const MS_BETWEEN_CHECKPOINTS = 50;

/**
 * A signal from an open file. Tables are read in a thread of their own: a damaged one can make the library run for ever, or
 * fill the memory, and a thread can be ended.
 *
 * @throws AlaasError as `readSignal`; `CANCELLED`
 */
export async function readSignalFile<Name extends SignalName>(
  file: OpenFile,
  name: Name,
  tools: ReadTools,
): Promise<Signals[Name]> {
  const bytes = fileBytes(file, tools.checkpoint);
  if (!isTable(bytes)) return await readSignal(bytes, name, tools.memory);
  return (await readTable({ file, name }, tools)) as Signals[Name];
}

async function readTable(work: TableWork, { checkpoint, stallMs = 60_000 }: ReadTools): Promise<Signals[SignalName]> {
  // TypeScript in the workspace, JavaScript once compiled
  const script = new URL(`./table-worker${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(script, { workerData: work, resourceLimits: { maxOldGenerationSizeMb: THREAD_MEGABYTES } });
  const { promise, resolve, reject } = Promise.withResolvers<Signals[SignalName]>();
  const stalled = setTimeout(() => reject(unreadable(work, `nothing came of it for ${stallMs / 1000} s`)), stallMs);
  const watch = setInterval(() => {
    try {
      checkpoint();
    } catch (error) {
      reject(error);
    }
  }, MS_BETWEEN_CHECKPOINTS);
  worker.on('message', (message: FromTable) => {
    if (message.type === 'reading') stalled.refresh();
    else if (message.type === 'read') resolve(message.signal);
    else if (message.type === 'unreadable') reject(unreadable(work, message.reason));
    else reject(fromFailedMessage(message));
  });
  worker.on('error', (error) => reject(ended(work, error)));
  try {
    return await promise;
  } finally {
    clearTimeout(stalled);
    clearInterval(watch);
    await worker.terminate();
  }
}

function ended(work: TableWork, error: unknown): AlaasError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return unreadable(work, message);
  return new AlaasError(
    'NOT_ENOUGH_MEMORY',
    `${work.file.name} takes more than ${THREAD_MEGABYTES} MiB at once while it is read. Write it in smaller row groups, or as NPY.`,
  );
}

function unreadable({ file }: TableWork, reason: string): AlaasError {
  return new AlaasError('INVALID_REQUEST', `${file.name} cannot be read (${reason}). Write it again, or as NPY.`);
}
