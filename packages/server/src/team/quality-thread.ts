import { extname } from 'node:path';
import { fromProblem, type Quality } from '@alaas/core';
import { AskedThread } from '@alaas/engine';
import type { DisputedRecord } from './disputes.ts';
import type { FromQuality, QualityQuestion, ToQuality } from './quality-message.ts';

/** The thread that measures quality. Whoever uses it asks one question at a time. */
export class QualityThread {
  // TypeScript in the workspace, JavaScript once compiled
  readonly #thread = new AskedThread<QualityQuestion, FromQuality>(
    new URL(`./quality-worker${extname(import.meta.filename)}`, import.meta.url),
    'measures quality',
  );

  /** False: it knows no answers of any project. */
  get isRunning(): boolean {
    return this.#thread.isRunning;
  }

  tell(message: Exclude<ToQuality, QualityQuestion>): void {
    this.#thread.tell(message);
  }

  /** @throws AlaasError what the measuring throws; `INTERNAL` when the thread ended: the next question starts another one */
  async ask(question: Extract<QualityQuestion, { type: 'report' }>): Promise<Quality>;
  async ask(question: Extract<QualityQuestion, { type: 'disputes' }>): Promise<DisputedRecord[]>;
  async ask(question: QualityQuestion): Promise<Quality | DisputedRecord[]> {
    const answer = await this.#thread.ask(question);
    if (answer.type === 'done') return answer.answer;
    throw fromProblem({ code: answer.code, detail: answer.message });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
