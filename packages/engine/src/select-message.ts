import type { Head, Matrix, SelectionPlan, SignalName, Signals, WrapChoice } from '@alaas/core';
import type { FailedMessage } from './failed-message.ts';
import type { LiveWork } from './live-message.ts';
import type { MachinePace } from './machine-pace.ts';
import type { PreparedData, PrepareWork } from './simulate-data.ts';
import type { FitTask } from './train/index.ts';

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

/** Rows that a head is asked about. */
export interface PredictWork {
  /** Undefined: the one that the thread made or was given last. */
  readonly head: Head | undefined;
  readonly embeddings: Matrix;
  readonly wanted: readonly HeadSignal[];
}

/** What a head says of each row. */
export type HeadSignal = 'probabilities' | 'committee';

/** What a thread does, and what it answers. */
export interface ThreadWork extends LiveWork {
  readonly select: { readonly work: SelectWork; readonly answer: SelectOutcome };
  /** What that selection would take. */
  readonly plan: { readonly work: SelectWork; readonly answer: SelectionPlan };
  /** Labelled vectors for a simulation. */
  readonly prepare: { readonly work: PrepareWork; readonly answer: PreparedData };
  /** How fast this machine is at what selections do. */
  readonly pace: { readonly work: undefined; readonly answer: MachinePace };
  readonly fit: { readonly work: FitTask; readonly answer: Head };
  readonly predict: { readonly work: PredictWork; readonly answer: Partial<Pick<Signals, HeadSignal>> };
}

export type WorkKind = keyof ThreadWork;

/** Sent to a selection thread. */
export type ToSelector =
  /** `stop[0]` turns 1 when the work is no longer wanted: messages do not reach a thread that computes. */
  | {
      [Kind in WorkKind]: { readonly type: Kind; readonly work: ThreadWork[Kind]['work']; readonly stop: Int32Array };
    }[WorkKind]
  /** Finish, free what is held, and end. */
  | { readonly type: 'close' };

/** Sent by a selection thread. */
export type FromSelector =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'done'; readonly answer: ThreadWork[WorkKind]['answer'] }
  | FailedMessage;
