/**
 * The thread that selections, fits and predictions run in, so that the service answers meanwhile. Ends by message only: ending a thread from
 * outside while ONNX Runtime works in it would end the process.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AlaasError, type Head, type SelectionPlan } from '@alaas/core';
import { findStrategy, findWraps, predictCommittee, predictProbabilities } from '@alaas/zoo';
import { createOrtCompute } from './compute/index.ts';
import { toFailedMessage } from './failed-message.ts';
import { layOut, placeAmong } from './layout/index.ts';
import { rank } from './live-rank.ts';
import { score, teach } from './live-teach.ts';
import { loadPool, type SizedPool, sizeUp } from './load-signals.ts';
import { machinePace } from './machine-pace.ts';
import { checkRoom, planSelection } from './plan-selection.ts';
import { checkPool, selectPool } from './select/index.ts';
import { createSharedMemory } from './select-memory.ts';
import type {
  FromSelector,
  PredictWork,
  SelectOutcome,
  SelectSetup,
  SelectWork,
  ThreadWork,
  ToSelector,
  WorkKind,
} from './select-message.ts';
import type { PlannedSelection } from './selection-work.ts';
import { prepareData } from './simulate-data.ts';
import { type FitTask, fitHead } from './train/index.ts';
import { writeLive } from './write-live.ts';

const PROGRESS_INTERVAL_MS = 100;

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
    send({ type: 'done', answer: result }, handedOver(message.type, result));
  } catch (error) {
    send(toFailedMessage(error));
  }
}

/** What a head says is made for whoever asked; the head itself is kept here too. */
function handedOver(type: WorkKind, result: Answer<WorkKind>): ArrayBuffer[] {
  if (type === 'predict')
    return Object.values(result as Answer<'predict'>).map(({ data }) => data.buffer as ArrayBuffer);
  if (type === 'prepare') {
    const { pool, test } = (result as Answer<'prepare'>).data;
    // what was read lies in shared memory, and a part that was set aside in its own
    return [pool, test].flatMap(({ embeddings: { data } }) =>
      data.buffer instanceof ArrayBuffer ? [data.buffer] : [],
    );
  }
  if (type === 'score' || type === 'layout' || type === 'place')
    return [(result as Answer<'score'>).data.buffer as ArrayBuffer];
  return type === 'export' ? [(result as Answer<'export'>).buffer as ArrayBuffer] : [];
}

async function work(message: Exclude<ToSelector, { type: 'close' }>): Promise<Answer<WorkKind>> {
  const signal = signalOf(message.stop);
  const isSelection = message.type === 'select' || message.type === 'plan' || message.type === 'rank';
  const checkpoint = (): void => {
    if (!signal.aborted) return;
    throw new AlaasError('CANCELLED', `The ${isSelection ? 'selection' : 'work on the head'} was cancelled.`);
  };
  const tools = { compute, checkpoint };
  switch (message.type) {
    case 'select':
      return await select(message.work, checkpoint, message.stop);
    case 'plan':
      return await plan(message.work, checkpoint);
    case 'prepare':
      return await prepareData(message.work, { memory, checkpoint });
    case 'pace':
      return await machinePace(compute);
    case 'fit':
      return await fit(message.work, checkpoint);
    case 'predict':
      return await predict(message.work, checkpoint);
    case 'teach':
      return await teach(message.work, tools);
    case 'score':
      return await score(message.work, tools);
    case 'rank':
      return await rank(message.work, { ...tools, signal, free: memory.free, onProgress: reporter() });
    case 'layout':
      return await layOut(message.work, { ...tools, onProgress: reporter() });
    case 'place':
      return await placeAmong(message.work, tools);
    case 'export':
      return await writeLive(message.work);
  }
}

function signalOf(stop: Int32Array): Pick<AbortSignal, 'aborted'> {
  return {
    get aborted() {
      return Atomics.load(stop, 0) !== 0;
    },
  };
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

async function select(work: SelectWork, checkpoint: () => void, stop: Int32Array): Promise<SelectOutcome> {
  const started = performance.now();
  const tools = { memory, checkpoint };
  const sized = await sizeUp(work, tools);
  const planned = plannedOf(work, sized);
  checkRoom(planned, { free: memory.free(), loaded: sized.loadedBytes });
  const pool = await loadPool(work, sized, tools);
  const loaded = performance.now();
  const { rows, utilities } = await selectPool(pool, {
    ...planned,
    seed: work.seed,
    compute,
    signal: signalOf(stop),
    onProgress: reporter(),
  });
  const seconds = { load: (loaded - started) / 1000, select: (performance.now() - loaded) / 1000 };
  return { rows, utilities, size: pool.size, labelled: pool.labelled.rows.length, seconds };
}

async function plan(work: SelectWork, checkpoint: () => void): Promise<SelectionPlan> {
  const sized = await sizeUp(work, { memory, checkpoint });
  const { n, labelled } = sized.shape;
  checkPool(work.budget, n - labelled, labelled === 0 ? '' : `${labelled} labelled`);
  const room = { free: memory.free(), loaded: sized.loadedBytes };
  return planSelection(plannedOf(work, sized), room, await machinePace(compute));
}

function plannedOf({ strategy, options, wrap, budget }: SelectWork, { shape }: SizedPool): PlannedSelection {
  return { strategy: findStrategy(strategy), options, wraps: findWraps(wrap), budget, shape, isStreamed: false };
}

/** Reports some ten times a second. */
function reporter(): (done: number, total: number) => void {
  let reportedAt = 0;
  return (done, total) => {
    const now = performance.now();
    if (now - reportedAt < PROGRESS_INTERVAL_MS) return;
    reportedAt = now;
    send({ type: 'progress', done, total });
  };
}
