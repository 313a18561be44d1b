/**
 * The thread that selections run in, so that the service answers meanwhile. Ends by message only: ending a thread from
 * outside while ONNX Runtime works in it would end the process.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AlaasError, type SignalName, signalNames, toAlaasError } from '@alaas/core';
import { findStrategy, findWraps } from '@alaas/zoo';
import { createOrtCompute } from './compute/index.ts';
import { type PoolSignals, poolSize, selectPool } from './select/index.ts';
import { createSharedMemory } from './select-memory.ts';
import type { FromSelector, OpenFile, SelectOutcome, SelectSetup, SelectWork, ToSelector } from './select-message.ts';
import { fileBytes, parseIntegers, readSignal } from './signals-file/index.ts';

const PROGRESS_INTERVAL_MS = 100;
const MAX_ROW = 2 ** 32 - 1;
const MAX_CLASS = 2 ** 31 - 1;

const port = parentPort;
if (port === null) throw new Error('select-worker.ts runs as a worker thread only');
const send = (message: FromSelector): void => port.postMessage(message);

const { threads } = workerData as SelectSetup;
const compute = createOrtCompute({ threads });
const memory = createSharedMemory();
let last: Promise<void> = Promise.resolve();

port.on('message', (message: ToSelector) => {
  if (message.type === 'close') last = last.then(() => compute.close()).finally(() => port.close());
  else last = last.then(() => answer(message.work, message.stop));
});

async function answer(work: SelectWork, stop: Int32Array): Promise<void> {
  try {
    send({ type: 'selected', outcome: await select(work, stop) });
  } catch (error) {
    const { code, message, details } = toAlaasError(error);
    send({ type: 'failed', code, message, details, stack: error instanceof Error ? error.stack : undefined });
  }
}

async function select(work: SelectWork, stop: Int32Array): Promise<SelectOutcome> {
  const signal = {
    get aborted() {
      return Atomics.load(stop, 0) !== 0;
    },
  };
  const started = performance.now();
  const pool = await load(work, () => {
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The selection was cancelled.');
  });
  const loaded = performance.now();
  const { rows, utilities } = await selectPool(pool, {
    strategy: findStrategy(work.strategy),
    options: work.options,
    wraps: findWraps(work.wrap),
    budget: work.budget,
    seed: work.seed,
    compute,
    signal,
    onProgress: throttled((done, total) => send({ type: 'progress', done, total })),
  });
  const seconds = { load: (loaded - started) / 1000, select: (performance.now() - loaded) / 1000 };
  return { rows, utilities, size: pool.size, labelled: pool.labelled.rows.length, seconds };
}

async function load({ signals, size, labelled }: SelectWork, checkpoint: () => void): Promise<PoolSignals> {
  const loaded: Partial<Record<SignalName, unknown>> = {};
  for (const name of signalNames) {
    const given = signals[name];
    if (given === undefined) continue;
    loaded[name] = 'fd' in given ? await readSignal(fileBytes(given, checkpoint), name, memory) : given;
  }
  const { rows: given = new Uint32Array(), labels } = labelled ?? {};
  const rows = 'fd' in given ? Uint32Array.from(integersOf(given, MAX_ROW, checkpoint)) : given;
  const known = loaded as Omit<PoolSignals, 'size' | 'labelled'>;
  return {
    ...known,
    size: size ?? poolSize(known),
    labelled: {
      rows,
      labels: classesOf(labels, rows.length, checkpoint),
    },
  };
}

/** Without class numbers all are 0: what is known of the rows is in other signals. */
function classesOf(labels: Int32Array | OpenFile | undefined, rows: number, checkpoint: () => void): Int32Array {
  if (labels === undefined) return new Int32Array(rows);
  return 'fd' in labels ? Int32Array.from(integersOf(labels, MAX_CLASS, checkpoint)) : labels;
}

function integersOf(file: OpenFile, max: number, checkpoint: () => void): number[] {
  memory.check(file.bytes);
  const bytes = new Uint8Array(file.bytes);
  fileBytes(file, checkpoint).read(0, bytes);
  return parseIntegers(new TextDecoder().decode(bytes), file.name, max);
}

function throttled(report: (done: number, total: number) => void): (done: number, total: number) => void {
  let reportedAt = 0;
  return (done, total) => {
    const now = performance.now();
    if (now - reportedAt < PROGRESS_INTERVAL_MS) return;
    reportedAt = now;
    report(done, total);
  };
}
