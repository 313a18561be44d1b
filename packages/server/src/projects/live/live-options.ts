import type { ModelStore } from '../../database/model-table.ts';
import type { RoundStore } from '../../database/round-table.ts';
import type { Log } from '../../log.ts';
import type { KnownAnswers } from '../known-answers.ts';
import type { ProjectEvents } from '../project-events.ts';
import type { ProjectSource } from './project-source.ts';

/** What every project in use stands on. */
export interface LiveOptions {
  readonly source: ProjectSource;
  readonly answers: KnownAnswers;
  readonly models: ModelStore;
  readonly rounds: RoundStore;
  readonly events: ProjectEvents;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds, of a clock that never goes back. */
  readonly clock: () => number;
  /** Milliseconds from an answer to the training that takes it in: answers that come meanwhile share it. */
  readonly delayMs: number;
  /** Milliseconds from a new version to its measurement, so that the next answer mostly comes first. */
  readonly measureDelayMs: number;
  /** Lets other work have the thread. */
  readonly pause: () => Promise<void>;
}
