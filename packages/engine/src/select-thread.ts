import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AlaasError, type Head, type Matrix, type Progress, type SelectionPlan, type Signals } from '@alaas/core';
import { fromFailedMessage } from './failed-message.ts';
import type { LiveWork } from './live-message.ts';
import type { MachinePace } from './machine-pace.ts';
import type {
  FromSelector,
  HeadSignal,
  SelectOutcome,
  SelectSetup,
  SelectWork,
  ThreadWork,
  ToSelector,
  WorkKind,
} from './select-message.ts';
import type { PreparedData, PrepareWork } from './simulate-data.ts';
import type { FitTask } from './train/index.ts';

/** What watches and stops a selection. */
export interface SelectWatch {
  readonly signal: AbortSignal;
  /** Called at most some ten times a second. */
  readonly onProgress: (progress: Progress) => void;
}

/** One thread that runs array programs: it selects, fits heads, and asks them; one piece of work after the other. */
export class SelectThread {
  readonly #worker: Worker;
  /** The head that the thread made or was sent last, so that it is not sent again with every block. */
  #held: Head | undefined;
  #broken: AlaasError | undefined;

  constructor(setup: SelectSetup) {
    // TypeScript in the workspace, JavaScript once compiled
    const script = new URL(`./select-worker${extname(import.meta.filename)}`, import.meta.url);
    this.#worker = new Worker(script, { workerData: setup });
    const fail = (cause: unknown): void => {
      this.#broken ??= new AlaasError('INTERNAL', 'The selection thread ended unexpectedly. Repeat the call.', {
        cause,
      });
    };
    this.#worker.on('error', fail);
    this.#worker.on('exit', fail);
    // an idle thread keeps no process alive
    this.#worker.unref();
  }

  /** True when the thread is gone, and another one is needed. */
  get broken(): boolean {
    return this.#broken !== undefined;
  }

  /**
   * Selects, with nothing else going on in this thread.
   *
   * @throws AlaasError what the strategy, the files or their checks throw; `CANCELLED`
   */
  async select(work: SelectWork, watch: SelectWatch): Promise<SelectOutcome> {
    return await this.#ask('select', work, watch);
  }

  /**
   * What a selection would take; reads the headers of NPY files only, other formats whole.
   *
   * @throws AlaasError what the files throw, `POOL_EXHAUSTED`, `CANCELLED`
   */
  async plan(work: SelectWork, signal: AbortSignal): Promise<SelectionPlan> {
    return await this.#ask('plan', work, { signal, onProgress: () => undefined });
  }

  /**
   * Reads labelled vectors for a simulation.
   *
   * @throws AlaasError as `prepareData`
   */
  async prepare(work: PrepareWork, signal: AbortSignal): Promise<PreparedData> {
    return await this.#ask('prepare', work, { signal, onProgress: () => undefined });
  }

  /** How fast this machine is at what selections do. @throws AlaasError `CANCELLED` */
  async pace(signal: AbortSignal): Promise<MachinePace> {
    return await this.#ask('pace', undefined, { signal, onProgress: () => undefined });
  }

  /**
   * Makes a head. The memory of the task's embeddings goes over to the thread.
   *
   * @throws AlaasError `UNKNOWN_LEARNER`, `INVALID_LABELS`, `INVALID_EMBEDDINGS`, `CANCELLED`
   */
  async fit(task: FitTask, signal: AbortSignal): Promise<Head> {
    const head = await this.#ask('fit', task, { signal, onProgress: () => undefined }, [task.embeddings.data.buffer]);
    this.#held = head;
    return head;
  }

  /**
   * What a head says of rows. The rows are copied.
   *
   * @throws AlaasError `INVALID_EMBEDDINGS`, `CANCELLED`
   */
  async predict(
    head: Head,
    { data, rows, columns }: Matrix,
    { wanted, signal }: { readonly wanted: readonly HeadSignal[]; readonly signal: AbortSignal },
  ): Promise<Partial<Pick<Signals, HeadSignal>>> {
    // a view would be sent with everything else in its memory
    const own = data.slice(0, rows * columns);
    const work = { head: head === this.#held ? undefined : head, embeddings: { data: own, rows, columns }, wanted };
    this.#held = head;
    return await this.#ask('predict', work, { signal, onProgress: () => undefined }, [own.buffer]);
  }

  /**
   * Work for a live pool.
   *
   * @throws AlaasError what the work throws, `CANCELLED`
   */
  async live<Kind extends keyof LiveWork>(
    kind: Kind,
    work: ThreadWork[Kind]['work'],
    watch: SelectWatch,
  ): Promise<ThreadWork[Kind]['answer']> {
    return await this.#ask(kind, work, watch);
  }

  async #ask<Kind extends WorkKind>(
    type: Kind,
    work: ThreadWork[Kind]['work'],
    { signal, onProgress }: SelectWatch,
    transferred: readonly ArrayBufferLike[] = [],
  ): Promise<ThreadWork[Kind]['answer']> {
    if (this.#broken !== undefined) throw this.#broken;
    const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const raise = (): void => {
      Atomics.store(stop, 0, 1);
    };
    const answered = Promise.withResolvers<ThreadWork[Kind]['answer']>();
    const onMessage = (message: FromSelector): void => {
      if (message.type === 'done') answered.resolve(message.answer);
      else if (message.type === 'failed') answered.reject(fromFailedMessage(message));
      else onProgress({ stage: 'select', done: message.done, total: message.total, failed: 0 });
    };
    const onExit = (): void => answered.reject(this.#broken);
    this.#worker.on('message', onMessage);
    this.#worker.on('exit', onExit);
    this.#worker.ref();
    signal.addEventListener('abort', raise, { once: true });
    try {
      if (signal.aborted) raise();
      // shared memory is not handed over: both sides keep it
      const handed = transferred.filter((buffer) => buffer instanceof ArrayBuffer);
      this.#send({ type, work, stop } as ToSelector, handed);
      return await answered.promise;
    } finally {
      signal.removeEventListener('abort', raise);
      this.#worker.unref();
      this.#worker.off('message', onMessage);
      this.#worker.off('exit', onExit);
    }
  }

  /** Ends the thread; nothing may be under way in it. */
  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    // an exited worker has no thread
    if (this.#broken !== undefined || this.#worker.threadId === -1) return;
    this.#worker.ref();
    this.#send({ type: 'close' });
    await ended;
  }

  #send(message: ToSelector, transferred: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transferred);
  }
}
