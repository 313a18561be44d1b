import type { AnswerValue, Arm } from '@alaas/core';

/** What is known of one item's label. */
export interface KnownAnswer {
  readonly item: string;
  /** The true one of a gold item; else the verdict of a reviewer; else what most annotators say; undefined where they are split. */
  readonly value: AnswerValue | undefined;
  /** Never learnt from, whoever labelled it: it is there to measure. */
  readonly isTest: boolean;
  /** Drawn at random by whatever arm it came (`control`), or not. */
  readonly arm: Arm;
  readonly isVerdict: boolean;
  /** Its answer is known, and annotators are measured on it. */
  readonly isGold: boolean;
  /** Known only from an answer that was given to many items at once: it teaches, and proves nothing. */
  readonly isBulk: boolean;
  /** Sequence of the oldest answer that counts, of a gold item of the true one: items are in its order. */
  readonly first: number;
  /** Sequence of the newest change. */
  readonly sequence: number;
  /** The counting answers of annotators, oldest first. None on a gold item: they tell of the annotators, not of the item. */
  readonly responses: readonly { readonly person: string; readonly value: AnswerValue }[];
}

/** The answers of projects as training and quality read them. */
export interface KnownAnswers {
  /** Of the last change of labels. */
  sequence(project: string): Promise<number>;
  /**
   * What was known right after the change `sequence`, in the order in which items got their first answer. Default: now.
   * Skips are no answers; undone ones were never given.
   */
  at(project: string, sequence?: number): Promise<readonly KnownAnswer[]>;
  /**
   * What was known right after the change `until` of the items that changed after `after`, in no order; an item without an
   * answer any more is among `gone`. It costs what changed, however much is known.
   */
  between(project: string, after: number, until: number): Promise<AnswerChanges>;
}

/** What a few changes of labels did. */
export interface AnswerChanges {
  readonly answers: readonly KnownAnswer[];
  readonly gone: readonly string[];
}
