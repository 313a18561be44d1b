import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AlaasError, fromProblem, type Quality } from '@alaas/core';
import type { DisputedRecord } from './disputes.ts';
import type { FromQuality, QualityQuestion, ToQuality } from './quality-message.ts';

/** The thread that measures quality, started when it is needed. Whoever uses it asks one question at a time. */
export class QualityThread {
  #worker: Worker | undefined;

  /** False: it knows no answers of any project. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  tell(message: Exclude<ToQuality, QualityQuestion>): void {
    this.#started().postMessage(message);
  }

  /** @throws AlaasError what the measuring throws; `INTERNAL` when the thread ended: the next question starts another one */
  async ask(question: Extract<QualityQuestion, { type: 'report' }>): Promise<Quality>;
  async ask(question: Extract<QualityQuestion, { type: 'disputes' }>): Promise<DisputedRecord[]>;
  async ask(question: QualityQuestion): Promise<Quality | DisputedRecord[]> {
    const worker = this.#started();
    const { promise, resolve, reject } = Promise.withResolvers<FromQuality>();
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', reject);
    worker.ref();
    try {
      worker.postMessage(question);
      const answer = await promise;
      if (answer.type === 'done') return answer.answer;
      throw fromProblem({ code: answer.code, detail: answer.message });
    } catch (cause) {
      if (cause instanceof AlaasError) throw cause;
      throw new AlaasError('INTERNAL', 'The thread that measures quality ended unexpectedly. Repeat the call.', {
        cause,
      });
    } finally {
      worker.off('message', resolve);
      worker.off('error', reject);
      worker.off('exit', reject);
      worker.unref();
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    // TypeScript in the workspace, JavaScript once compiled
    const script = new URL(`./quality-worker${extname(import.meta.filename)}`, import.meta.url);
    const worker = new Worker(script);
    const ended = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    // an idle thread keeps no process alive
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}
