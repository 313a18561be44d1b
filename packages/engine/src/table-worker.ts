/** The thread that reads one file of a table: of a damaged one, the library may make no end. */
import { parentPort, workerData } from 'node:worker_threads';
import { isAlaasError, type SignalName, type Signals } from '@alaas/core';
import { type FailedMessage, toFailedMessage } from './failed-message.ts';
import { createSharedMemory } from './select-memory.ts';
import type { OpenFile } from './select-message.ts';
import { fileBytes, readSignal } from './signals-file/index.ts';

/** What the thread is started with. */
export interface TableWork {
  readonly file: OpenFile;
  readonly name: SignalName;
}

/** What it says; `reading` with every part of the file that it asks for. The numbers lie in shared memory. */
export type FromTable =
  | { readonly type: 'reading' }
  | { readonly type: 'read'; readonly signal: Signals[SignalName] }
  | { readonly type: 'unreadable'; readonly reason: string }
  | FailedMessage;

const port = parentPort;
if (port === null) throw new Error('table-worker.ts runs as a worker thread only');
const send = (message: FromTable): void => port.postMessage(message);
const { file, name } = workerData as TableWork;
try {
  const bytes = fileBytes(file, () => send({ type: 'reading' }));
  send({ type: 'read', signal: await readSignal(bytes, name, createSharedMemory()) });
} catch (error) {
  // what a library throws that meets what it did not expect says something about the file
  if (isAlaasError(error)) send(toFailedMessage(error));
  else send({ type: 'unreadable', reason: error instanceof Error ? error.message : String(error) });
}
