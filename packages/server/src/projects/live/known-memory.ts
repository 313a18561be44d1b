import type { KnownAnswer, KnownAnswers } from '../known-answers.ts';

/** What is known after a change of labels. */
export interface KnownNow {
  readonly sequence: number;
  readonly known: readonly KnownAnswer[];
}

/**
 * The answers of a project in memory, brought up to date by what changed: reading all of them anew after each answer would
 * take the longer the more there are.
 */
export class KnownMemory {
  readonly #project: string;
  readonly #answers: KnownAnswers;
  /** By item, in the order of `first`. */
  #byItem = new Map<string, KnownAnswer>();
  /** The largest `first`. */
  #last = 0;
  #now: KnownNow | undefined;
  #reading: Promise<unknown> = Promise.resolve();

  constructor(project: string, answers: KnownAnswers) {
    this.#project = project;
    this.#answers = answers;
  }

  /** The same as `answers.at` gives now. Calls wait for each other. */
  read(): Promise<KnownNow> {
    const reading = this.#reading.catch(() => undefined).then(() => this.#read());
    this.#reading = reading;
    return reading;
  }

  async #read(): Promise<KnownNow> {
    const before = this.#now;
    const sequence = await this.#answers.sequence(this.#project);
    if (before?.sequence === sequence) return before;
    if (before === undefined) {
      const known = await this.#answers.at(this.#project, sequence);
      this.#byItem = new Map(known.map((answer) => [answer.item, answer]));
      this.#last = known.at(-1)?.first ?? 0;
    } else {
      const { answers, gone } = await this.#answers.between(this.#project, before.sequence, sequence);
      for (const item of gone) this.#byItem.delete(item);
      this.#take(answers.toSorted((a, b) => a.first - b.first));
    }
    this.#now = { sequence, known: [...this.#byItem.values()] };
    return this.#now;
  }

  #take(answers: readonly KnownAnswer[]): void {
    let isSorted = true;
    for (const answer of answers) {
      const { item, first } = answer;
      const known = this.#byItem.get(item);
      if (known?.first !== first) {
        this.#byItem.delete(item);
        // the first answer was undone, and another one is the first now
        if (first < this.#last) isSorted = false;
        this.#last = Math.max(this.#last, first);
      }
      this.#byItem.set(item, answer);
    }
    if (isSorted) return;
    const sorted = [...this.#byItem.values()].sort((a, b) => a.first - b.first);
    this.#byItem = new Map(sorted.map((answer) => [answer.item, answer]));
  }
}
