import type { ErrorCode, ResponseInput } from '@alaas/core';

interface Common {
  /** Made up here; an answer that is sent again with it counts once. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of entries of one moment, which came first. */
  readonly order: number;
  readonly item: string;
  /** Why the service will not have it. */
  readonly error?: { readonly code: ErrorCode; readonly detail: string };
}

/** An answer or a skip. */
export interface AnswerEntry extends Common {
  readonly kind: 'answer';
  readonly input: ResponseInput;
}

/** What was begun. */
export interface DraftEntry extends Common {
  readonly kind: 'draft';
  readonly input: ResponseInput;
}

/** An answer that may have reached the service is to be taken back. */
export interface UndoEntry extends Common {
  readonly kind: 'undo';
  /** Key of the answer. */
  readonly answer: string;
  /** What the service calls it, where it has said so. */
  readonly response?: string | undefined;
}

/** What waits to be sent. */
export type OutboxEntry = AnswerEntry | DraftEntry | UndoEntry;

/** The order in which things were done. */
export function byTime(a: OutboxEntry, b: OutboxEntry): number {
  return a.at - b.at || a.order - b.order;
}
