import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AlaasError, type Progress } from '@alaas/core';
import type { FromSelector, SelectOutcome, SelectSetup, SelectWork, ToSelector } from './select-message.ts';

/** What watches and stops a selection. */
export interface SelectWatch {
  readonly signal: AbortSignal;
  /** Called at most some ten times a second. */
  readonly onProgress: (progress: Progress) => void;
}

/** One thread that selects, one pool after the other. */
export class SelectThread {
  readonly #worker: Worker;
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
  async select(work: SelectWork, { signal, onProgress }: SelectWatch): Promise<SelectOutcome> {
    if (this.#broken !== undefined) throw this.#broken;
    const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const raise = (): void => {
      Atomics.store(stop, 0, 1);
    };
    const answered = Promise.withResolvers<SelectOutcome>();
    const onMessage = (message: FromSelector): void => {
      if (message.type === 'selected') answered.resolve(message.outcome);
      else if (message.type === 'failed') answered.reject(toError(message));
      else onProgress({ stage: 'select', done: message.done, total: message.total, failed: 0 });
    };
    const onExit = (): void => answered.reject(this.#broken);
    this.#worker.on('message', onMessage);
    this.#worker.on('exit', onExit);
    this.#worker.ref();
    signal.addEventListener('abort', raise, { once: true });
    try {
      if (signal.aborted) raise();
      this.#send({ type: 'select', work, stop });
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

  #send(message: ToSelector): void {
    this.#worker.postMessage(message);
  }
}

function toError({ code, message, details, stack }: Extract<FromSelector, { type: 'failed' }>): AlaasError {
  return new AlaasError(code, message, { details, ...(code === 'INTERNAL' ? { cause: stack } : {}) });
}
