/**
 * The thread that selections, fits and predictions run in, so that the service answers meanwhile. Ends by message only: ending a thread from
 * outside while ONNX Runtime works in it would end the process.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AlaasError, type Head, type SignalName, signalNames } from '@alaas/core';
import { findStrategy, findWraps, predictCommittee, predictProbabilities } from '@alaas/zoo';
import { createOrtCompute } from './compute/index.ts';
import { toFailedMessage } from './failed-message.ts';
import { type PoolSignals, poolSize, selectPool } from './select/index.ts';
import { createSharedMemory } from './select-memory.ts';
import type {
  FromSelector,
  OpenFile,
  PredictWork,
  SelectOutcome,
  SelectSetup,
  SelectWork,
  ThreadWork,
  ToSelector,
  WorkKind,
} from './select-message.ts';
import { fileBytes, parseIntegers, readSignal } from './signals-file/index.ts';
import { type FitTask, fitHead } from './train/index.ts';

const PROGRESS_INTERVAL_MS = 100;
const MAX_ROW = 2 ** 32 - 1;
const MAX_CLASS = 2 ** 31 - 1;

const port = parentPort;
if (port === null) throw new Error('select-worker.ts runs as a worker thread only');
const send = (message: FromSelector, transferred: ArrayBuffer[] = []): void => port.postMessage(message, transferred);

const { threads } = workerData as SelectSetup;
const compute = createOrtCompute({ threads });
const memory = createSharedMemory();
let last: Promise<void> = Promise.resolve();
let held: Head | undefined;

type Answer<Kind extends WorkKind> = ThreadWork[Kind]['answer'];

port.on('message', (message: ToSelector) => {
  if (message.type === 'close') last = last.then(() => compute.close()).finally(() => port.close());
  else last = last.then(() => answer(message));
});

async function answer(message: Exclude<ToSelector, { type: 'close' }>): Promise<void> {
  try {
    const result = await work(message);
    // what a head says is made for whoever asked; the head itself is kept here too
    const parts = message.type === 'predict' ? Object.values(result as Answer<'predict'>) : [];
    send(
      { type: 'done', answer: result },
      parts.map(({ data }) => data.buffer as ArrayBuffer),
    );
  } catch (error) {
    send(toFailedMessage(error));
  }
}

function work(message: Exclude<ToSelector, { type: 'close' }>): Promise<Answer<WorkKind>> {
  const signal = {
    get aborted() {
      return Atomics.load(message.stop, 0) !== 0;
    },
  };
  if (message.type === 'select') return select(message.work, signal);
  const checkpoint = (): void => {
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The work on the head was cancelled.');
  };
  return message.type === 'fit' ? fit(message.work, checkpoint) : predict(message.work, checkpoint);
}

async function fit(task: FitTask, checkpoint: () => void): Promise<Head> {
  held = await fitHead(task, { compute, checkpoint });
  return held;
}

async function predict({ head, embeddings, wanted }: PredictWork, checkpoint: () => void): Promise<Answer<'predict'>> {
  held = head ?? held;
  if (held === undefined) {
    throw new AlaasError('INTERNAL', 'A selection thread was asked about no head. Report this fault.');
  }
  const [of, rows] = [held, embeddings];
  return {
    ...(wanted.includes('probabilities') && {
      probabilities: await predictProbabilities(of, rows, compute, checkpoint),
    }),
    ...(wanted.includes('committee') && { committee: await predictCommittee(of, rows, compute, checkpoint) }),
  };
}

async function select(work: SelectWork, signal: Pick<AbortSignal, 'aborted'>): Promise<SelectOutcome> {
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
