import { type AnswerValue, type Arm, answerKey } from '@alaas/core';
import type { AnswerChanges, KnownAnswer, KnownAnswers } from '../projects/known-answers.ts';
import type { ProjectEvents } from '../projects/project-events.ts';

interface Change {
  readonly sequence: number;
  readonly item: string;
  readonly person: string;
  readonly arm: Arm;
  readonly isTest: boolean;
  /** It is the true answer of a gold item. */
  readonly isGold?: boolean;
  /** Undefined: the answer is taken back. */
  readonly value: AnswerValue | undefined;
}

/** The answers of one project, in memory. */
export class MemoryAnswers implements KnownAnswers {
  readonly #changes: Change[] = [];
  readonly #events: ProjectEvents;
  readonly #project: string;

  constructor(project: string, events: ProjectEvents) {
    this.#project = project;
    this.#events = events;
  }

  give(
    item: string,
    value: AnswerValue,
    { person = 'ann', arm = 'strategy', isTest = false }: { person?: string; arm?: Arm; isTest?: boolean } = {},
  ): void {
    this.#change({ item, person, arm, isTest, value }, 'response.created');
  }

  takeBack(item: string, person = 'ann'): void {
    const given = this.#changes.findLast((change) => change.item === item && change.person === person) as Change;
    this.#change({ ...given, value: undefined }, 'response.retracted');
  }

  setGold(item: string, value: AnswerValue): void {
    this.#change({ item, person: 'owner', arm: 'import', isTest: false, value, isGold: true }, 'gold.set');
  }

  #change(change: Omit<Change, 'sequence'>, type: 'response.created' | 'response.retracted' | 'gold.set'): void {
    this.#changes.push({ ...change, sequence: this.#changes.length + 1 });
    this.#events.emit({ type, project: this.#project, at: 0, data: { item: change.item } });
  }

  async sequence(): Promise<number> {
    return this.#changes.length;
  }

  async between(project: string, after: number, until: number): Promise<AnswerChanges> {
    const changed = new Set(this.#changes.slice(after, until).map(({ item }) => item));
    const answers = (await this.at(project, until)).filter(({ item }) => changed.has(item));
    const known = new Set(answers.map(({ item }) => item));
    return { answers, gone: [...changed].filter((item) => !known.has(item)) };
  }

  async at(_project: string, sequence: number = this.#changes.length): Promise<readonly KnownAnswer[]> {
    const byItem = new Map<string, Map<string, Change>>();
    for (const change of this.#changes.slice(0, sequence)) {
      const own = byItem.get(change.item) ?? new Map<string, Change>();
      byItem.set(change.item, own);
      if (change.value === undefined) own.delete(change.person);
      else own.set(change.person, change);
    }
    const known = [...byItem].flatMap(([item, own]) => {
      const all = [...own.values()];
      const golden = all.filter(({ isGold }) => isGold === true);
      const given = golden.length > 0 ? golden : all;
      const [first] = given;
      if (first === undefined) return [];
      const keys = new Set(given.map(({ value }) => answerKey(value as AnswerValue)));
      return [
        {
          item,
          value: keys.size === 1 ? first.value : undefined,
          isTest: first.isTest,
          arm: first.arm,
          isVerdict: false,
          isGold: golden.length > 0,
          isBulk: given.every((change) => change.arm === 'bulk'),
          first: Math.min(...given.map((change) => change.sequence)),
          sequence: Math.max(...given.map((change) => change.sequence)),
          responses: (golden.length > 0 ? [] : given).map(({ person, value }) => ({
            person,
            value: value as AnswerValue,
          })),
        },
      ];
    });
    return known.sort((a, b) => a.first - b.first);
  }
}
