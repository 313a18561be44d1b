import { Worker } from 'node:worker_threads';
import { AlaasError } from '@alaas/core';

/**
 * A thread that answers one question at a time, started when it is first needed. While idle it keeps no process alive, and one
 * that ends, for whatever reason, harms nobody: the next message starts another.
 */
export class AskedThread<Question, Answer> {
  readonly #script: URL;
  readonly #work: string;
  #worker: Worker | undefined;

  /**
   * @param script what it runs; it sends one message for each question
   * @param work what it does, as `reads time series`
   */
  constructor(script: URL, work: string) {
    this.#script = script;
    this.#work = work;
  }

  /** False: what it was told is forgotten. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Sends what is not answered. */
  tell(message: unknown): void {
    this.#started().postMessage(message);
  }

  /**
   * @param transferred memory that goes over to the thread
   * @throws AlaasError `INTERNAL` when the thread ends before it answers
   */
  async ask(question: Question, transferred: ArrayBuffer[] = []): Promise<Answer> {
    const worker = this.#started();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', reject);
    worker.ref();
    try {
      worker.postMessage(question, transferred);
      return await promise;
    } catch (cause) {
      throw new AlaasError('INTERNAL', `The thread that ${this.#work} ended unexpectedly. Repeat the call.`, { cause });
    } finally {
      worker.off('message', resolve);
      worker.off('error', reject);
      worker.off('exit', reject);
      worker.unref();
    }
  }

  /** Ends it, whatever it does. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(this.#script);
    const ended = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}
