import type { ErrorCode, SignalName, Signals, WrapChoice } from '@alaas/core';

/** A file that is open for reading, in any thread of this process. */
export interface OpenFile {
  readonly fd: number;
  readonly bytes: number;
  /** As the caller named it, for messages. */
  readonly name: string;
}

/** What a selection thread is started with. */
export interface SelectSetup {
  /** Threads inside one array program. */
  readonly threads: number;
}

/** One selection: a pool, in shared memory or in files, and what to ask of it. */
export interface SelectWork {
  /** Id in the zoo. */
  readonly strategy: string;
  readonly options: Record<string, unknown>;
  /** Wrappers by their ids in the zoo, the nearest to the strategy first. Default: none. */
  readonly wrap?: readonly WrapChoice[];
  readonly budget: number;
  readonly seed: number;
  readonly signals: { readonly [Name in SignalName]?: Signals[Name] | OpenFile };
  /** N. Default: the rows of the signals. */
  readonly size?: number;
  /** Rows whose label is known, and their class numbers, where they have one class each. */
  readonly labelled?: { readonly rows: Uint32Array | OpenFile; readonly labels?: Int32Array | OpenFile };
}

/** What came of it. */
export interface SelectOutcome {
  /** Best first. */
  readonly rows: Uint32Array;
  readonly utilities: Float64Array;
  /** N */
  readonly size: number;
  readonly labelled: number;
  readonly seconds: { readonly load: number; readonly select: number };
}

/** Sent to a selection thread. */
export type ToSelector =
  /** `stop[0]` turns 1 when the work is no longer wanted: messages do not reach a thread that computes. */
  | { readonly type: 'select'; readonly work: SelectWork; readonly stop: Int32Array }
  /** Finish, free what is held, and end. */
  | { readonly type: 'close' };

/** Sent by a selection thread. */
export type FromSelector =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'selected'; readonly outcome: SelectOutcome }
  | {
      readonly type: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: unknown;
      /** Where it happened, for the log. */
      readonly stack: string | undefined;
    };
