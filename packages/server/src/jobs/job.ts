import type {
  Columns,
  Job,
  LearnerChoice,
  ModelEntry,
  Progress,
  SimulationBasis,
  SimulationCurve,
  StrategyChoice,
  Training,
} from '@alaas/core';
import type { Access, LabelledPool, SignalsQuery, SimulationQuery } from '@alaas/engine';
import type { HubEvent } from './event-hub.ts';

/** What a job has to do, as it is kept until it is done. It holds no token and no item. */
export type JobRequest = QueryWork | ScanWork | SelectionWork | SimulationWork;

export interface QueryWork {
  readonly kind: 'query';
  readonly dataset: string;
  /** True for the pool of this query alone, deleted with it. */
  readonly isTemporary: boolean;
  /** Still to be listed into the dataset. */
  readonly pool?: { readonly input: string; readonly columns?: Columns | undefined };
  readonly budget: number;
  readonly strategy: StrategyChoice;
  /** Absent: the built-in one for the items' modality. */
  readonly model?: ModelEntry;
  /** A name alone, and no training: from a version before both could be chosen. */
  readonly learner: string | LearnerChoice;
  readonly training?: Training;
  readonly seed: number;
  readonly keepDuplicates: boolean;
}

export interface ScanWork {
  readonly kind: 'scan';
  readonly dataset: string;
}

/** A selection from signals in files; the request holds their places, never their numbers. */
export interface SelectionWork {
  readonly kind: 'selection';
  /** It has none. */
  readonly dataset: '';
  /** On whose behalf files are read. */
  readonly access: Access;
  readonly query: SignalsQuery;
}

export interface SimulationWork {
  readonly kind: 'simulation';
  /** Of the pool; empty where vectors are given in its place. */
  readonly dataset: string;
  /** Whose answers are the oracle, where they are a project's. */
  readonly project?: string;
  /** What to keep in mind when reading the result. */
  readonly notes?: readonly string[];
  /** What the notes follow from. */
  readonly basis?: SimulationBasis;
  /** On whose behalf files are read. */
  readonly access: Access;
  /** Datasets of this job alone, still to be listed into where there is an input, deleted with it. */
  readonly temporary: readonly {
    readonly dataset: string;
    readonly pool?: { readonly input: string; readonly columns?: Columns | undefined };
  }[];
  readonly query: Omit<SimulationQuery, 'pool' | 'test'> & {
    readonly pool: SimulatedPool;
    readonly test: SimulatedPool | number;
  };
}

/** A labelled pool whose model may still wait to be chosen by the items' modality. */
export type SimulatedPool =
  | Exclude<LabelledPool, { dataset: string }>
  | {
      dataset: string;
      model?: ModelEntry | undefined;
      /** Answers of a project as they were right after a change of labels, in place of the labels that the items came with. */
      answers?: { readonly project: string; readonly sequence: number; readonly part: AnswersPart } | undefined;
    };

/** Which answers: those of the control arm, the others, or both. */
export type AnswersPart = 'all' | 'control' | 'others';

/** A job as the service remembers it. */
export interface JobRecord {
  readonly id: string;
  readonly kind: Job['kind'];
  readonly state: Job['state'];
  readonly dataset: string;
  /** The project it is of, where it is of one. */
  readonly project?: string;
  readonly progress: Progress;
  /** Of a simulation that runs: how far each run is. In memory only. */
  readonly curves?: readonly SimulationCurve[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  readonly error?: NonNullable<Job['error']>;
  /** The result as JSON text: it may be large, and nothing here looks inside. */
  readonly resultJson?: string;
}

export const noProgress: Progress = { stage: 'waiting', done: 0, total: 0, failed: 0 };

export function isFinished(job: Pick<JobRecord, 'state'>): boolean {
  return job.state !== 'queued' && job.state !== 'running';
}

/**
 * The job as the API shows it, as JSON text. The result is pasted in as it is, since parsing and writing a large
 * one again would cost more than the query.
 */
export function jobJson(job: JobRecord, { withResult }: { withResult: boolean }): string {
  const head: Omit<Job, 'result' | 'selection' | 'simulation'> = {
    id: job.id,
    kind: job.kind,
    state: job.state,
    ...(job.project === undefined ? {} : { project: job.project }),
    progress: job.progress,
    createdAt: new Date(job.createdAt).toISOString(),
    ...(job.finishedAt === undefined ? {} : { finishedAt: new Date(job.finishedAt).toISOString() }),
    ...(job.error === undefined ? {} : { error: job.error }),
  };
  const curves = withResult && !isFinished(job) ? job.curves : undefined;
  const text = JSON.stringify(curves === undefined ? head : { ...head, curves });
  if (!withResult || job.resultJson === undefined) return text;
  const key = job.kind === 'simulation' || job.kind === 'selection' ? job.kind : 'result';
  return `${text.slice(0, -1)},"${key}":${job.resultJson}}`;
}

/** A change of a job as listeners are told it: without its result. */
export function jobEvent(job: JobRecord): HubEvent {
  return { topic: job.id, name: 'job', data: jobJson(job, { withResult: false }) };
}
