import type { AnswerValue, Lease } from '@alaas/core';

/** What a person decided about a record. */
export type Decision =
  | { readonly do: 'answer'; readonly value: AnswerValue }
  | { readonly do: 'skip' | 'undo' | 'quit' };

/** Asks a person about records, one after another. */
export interface Asker {
  /** @param answered answers of this person so far */
  ask(lease: Lease, answered: number): Promise<Decision>;
  /** Tells what came of it. */
  say(text: string): void;
  close(): void;
}
