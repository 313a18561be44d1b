import { availableParallelism } from 'node:os';
import { AlaasError } from '@alaas/core';
import { SelectThread } from './select-thread.ts';

/** Selections at once. Each has every core and a pool in memory, so that more of them would only be slower. */
const MAX_THREADS = 2;

/** The threads that select, started when they are needed. Who comes too many waits for a turn. */
export class SelectThreads {
  readonly #idle: SelectThread[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  readonly #most: number;
  readonly #cores: number;
  #used = 0;
  /** Grows when threads of before are no longer wanted. */
  #generation = 0;

  /**
   * @param most threads at once
   * @param cores that each of them uses. Default: all
   */
  constructor(most = MAX_THREADS, cores = availableParallelism()) {
    this.#most = most;
    this.#cores = cores;
  }

  /**
   * Runs `work` with a thread of its own; what `work` loads into memory before it selects is loaded within its turn.
   *
   * @param work gets a signal that aborts with `signal`, or when the threads are closed
   * @throws AlaasError `CANCELLED` when the turn never came
   */
  async use<T>(signal: AbortSignal, work: (thread: SelectThread, signal: AbortSignal) => Promise<T>): Promise<T> {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    await this.#turn(either);
    try {
      const thread = this.#idle.pop() ?? this.#newThread();
      const generation = this.#generation;
      const running = work(thread, either);
      this.#running.add(running);
      try {
        return await running;
      } finally {
        this.#running.delete(running);
        await this.#putBack(thread, generation);
      }
    } finally {
      const next = this.#waiting.shift();
      // the turn goes to the next one, if there is one
      if (next === undefined) this.#used--;
      else next();
    }
  }

  /** Starts a thread where there is none, so that the first piece of work does not wait for it. */
  warm(): void {
    if (this.#used > 0 || this.#idle.length > 0 || this.#closing.signal.aborted) return;
    this.#idle.push(this.#newThread());
  }

  /** Ends the threads there are, each after its work: what they hold of memory that others share is let go. */
  async renew(): Promise<void> {
    this.#generation++;
    await this.#endIdle();
  }

  /** Cancels what is under way and ends all threads. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running);
    await this.#endIdle();
  }

  #newThread(): SelectThread {
    return new SelectThread({ threads: this.#cores });
  }

  async #endIdle(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((thread) => thread.close()));
  }

  async #putBack(thread: SelectThread, generation: number): Promise<void> {
    if (thread.broken) return;
    if (generation === this.#generation) this.#idle.push(thread);
    else await thread.close();
  }

  async #turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw cancelled();
    if (this.#used < this.#most) {
      this.#used++;
      return;
    }
    const mine = Promise.withResolvers<void>();
    const leave = (): void => {
      const place = this.#waiting.indexOf(mine.resolve);
      // a turn that has been given is kept: the work itself looks at the signal
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      mine.reject(cancelled());
    };
    this.#waiting.push(mine.resolve);
    signal.addEventListener('abort', leave, { once: true });
    try {
      await mine.promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }
}

function cancelled(): AlaasError {
  return new AlaasError('CANCELLED', 'The selection was cancelled before it began.');
}
