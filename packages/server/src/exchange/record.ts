import type {
  AnswerValue,
  ProjectLabel,
  ProjectRecord,
  ProjectResponse,
  SelectionReason,
  Suggestion,
  Task,
} from '@alaas/core';

/** One person's answer to a record, as it leaves. */
export interface ExchangeResponse {
  /** Name of the person. */
  readonly annotator: string;
  readonly status: 'submitted' | 'skipped';
  /** Absent of a skipped record. */
  readonly value?: AnswerValue | undefined;
  readonly origin: ProjectResponse['origin'];
  readonly leadTimeMs?: number | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly note?: string | undefined;
  /** What the head said when it was asked, and whether that was hidden. */
  readonly suggestion?: (Suggestion & { readonly isHidden: boolean }) | undefined;
}

/** An item with everything that people said of it. */
export interface ExchangeRecord {
  /** Id of the item. */
  readonly item: string;
  readonly uri: string;
  /** The content, where it travelled inline as text. */
  readonly text?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** `unlabelled`: an item that nobody was asked about. */
  readonly status: ProjectRecord['status'] | 'unlabelled';
  /** The agreed answer. */
  readonly answer?: AnswerValue | undefined;
  /** Oldest first. */
  readonly responses: readonly ExchangeResponse[];
  /** What the serving head says. */
  readonly suggestion?: Suggestion | undefined;
  readonly isTest: boolean;
  /** The true answer, of a gold item. */
  readonly gold?: AnswerValue | undefined;
  /** Why it was chosen; absent of an unlabelled item. */
  readonly reason?: SelectionReason | undefined;
}

/** As much of it as a file says. */
type Known<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** One person's answer as a file tells it. */
export interface ImportedResponse extends Known<Omit<ExchangeResponse, 'status' | 'value'>> {
  readonly status: 'submitted' | 'skipped';
  /** In the one form of `checkAnswer`. */
  readonly value?: AnswerValue | undefined;
}

/**
 * A row of a file. The item is the one of the id `item`; without an id, the one of the same URI or the same text. What a
 * project works out by itself (status, agreed answer, suggestion, reason, test share) is carried along and not taken over.
 */
export interface ImportedRecord extends Known<Omit<ExchangeRecord, 'responses'>> {
  readonly responses: readonly ImportedResponse[];
}

/** A row that was read, or what is wrong with it. */
export type ReadRow =
  | { readonly line: number; readonly record: ImportedRecord }
  | { readonly line: number; readonly error: RowError };

export interface RowError {
  readonly code: string;
  readonly detail: string;
}

/** What formats know of the project. */
export interface ExchangeContext {
  readonly task: Task;
  /** As the project defines them; none of a pairwise task. */
  readonly labels: readonly ProjectLabel[];
  /** Id of the project. */
  readonly project: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}
