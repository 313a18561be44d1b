import type { AnswerValue, Quality, Task } from '@alaas/core';
import type { DecidedItem, QualityRow } from '../database/quality-table.ts';
import { type DisputedRecord, disputes, type Reviewed } from './disputes.ts';
import { type QualityAnswer, qualityAnswer } from './quality-answer.ts';
import { qualityReport } from './quality-report.ts';

/** What is not in the answers of a project. */
export interface QualityAsk {
  readonly task: Task;
  readonly seed: number;
  readonly gold: readonly DecidedItem[];
  readonly verdicts: readonly DecidedItem[];
  /** What the annotators are called, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** The answers of one project that stand, kept up by what changed, and what can be told from them. */
export class QualityBook {
  /** By the number of the response, in the order of their arrival. */
  readonly #answers = new Map<number, QualityAnswer>();

  /** @param ended numbers of responses that stand no more */
  learn(rows: readonly QualityRow[], ended: readonly number[]): void {
    for (const number of ended) this.#answers.delete(number);
    for (const row of rows) this.#answers.set(row.number, qualityAnswer(row));
  }

  report({ task, seed, gold, names }: QualityAsk): Quality {
    return qualityReport({ task, answers: this.#withGold(gold), names, seed });
  }

  /** The `limit` most doubtful. */
  disputes({ task, gold, verdicts, names }: QualityAsk, limit: number): DisputedRecord[] {
    const answers = this.#withGold(gold);
    return disputes({ task, answers, reviewed: reviewedOf(answers, verdicts), names }).slice(0, limit);
  }

  #withGold(gold: readonly DecidedItem[]): QualityAnswer[] {
    const values = valuesOf(gold);
    return Array.from(this.#answers.values(), (answer) => {
      const value = values.get(answer.item);
      return value === undefined ? answer : { ...answer, gold: value };
    });
  }
}

/** Items that somebody left a note on, or that a reviewer decided on. */
function reviewedOf(answers: readonly QualityAnswer[], verdicts: readonly DecidedItem[]): Reviewed[] {
  const decided = valuesOf(verdicts);
  const flagged = new Set(answers.flatMap(({ item, note }) => (note === undefined ? [] : [item])));
  return [...new Set([...flagged, ...decided.keys()])].map((item) => {
    const verdict = decided.get(item);
    return { item, isFlagged: flagged.has(item), ...(verdict === undefined ? {} : { verdict }) };
  });
}

function valuesOf(decided: readonly DecidedItem[]): Map<string, AnswerValue> {
  return new Map(decided.map(({ item, value }) => [item, JSON.parse(value) as AnswerValue]));
}
