import { answerKey } from '@alaas/core';
import type { ExchangeStore, ImportedRow, Intake, IntakeOptions, Taken } from './exchange-store.ts';
import type { ExchangeRecord } from './record.ts';

/** A project in memory: answers by item, person and value. */
export class MemoryStore implements ExchangeStore {
  readonly items = new Set<string>();
  readonly answers = new Map<string, string>();
  readonly batches: number[] = [];
  given: readonly ExchangeRecord[] = [];
  /** Records that were asked for so far. */
  read = 0;
  isEnded = false;

  async *records(): AsyncGenerator<ExchangeRecord> {
    try {
      for (const record of this.given) {
        this.read++;
        yield record;
      }
    } finally {
      this.isEnded = true;
    }
  }

  async intake(_project: string, options: IntakeOptions): Promise<Intake> {
    return { take: (rows) => this.#take(rows, options) };
  }

  async #take(rows: readonly ImportedRow[], { annotator, addItems }: IntakeOptions): Promise<Taken> {
    const taken = { items: 0, responses: 0, known: 0, errors: [] as { line: number; code: string; detail: string }[] };
    this.batches.push(rows.length);
    for (const { line, record } of rows) {
      const item = record.item ?? record.uri ?? record.text ?? '';
      if (!this.items.has(item)) {
        if (!addItems) {
          taken.errors.push({ line, code: 'NOT_FOUND', detail: `There is no item ${item}.` });
          continue;
        }
        this.items.add(item);
        taken.items++;
      }
      for (const { value, annotator: own = annotator } of record.responses) {
        const key = JSON.stringify([item, own, value === undefined ? '' : answerKey(value)]);
        if (this.answers.has(key)) taken.known++;
        else taken.responses++;
        this.answers.set(key, own);
      }
    }
    return taken;
  }
}
