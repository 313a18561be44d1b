import type { Job } from '@alaas/core';
import type { Generated } from 'kysely';
import type { ProjectTables } from './project-schema.ts';

/** The tables of the service's database. Objects are kept as JSON text, times as milliseconds since 1970. */
export interface Tables extends ProjectTables {
  job: JobTable;
  dataset: DatasetTable;
  beat: BeatTable;
}

export interface JobTable {
  /** Order of arrival. */
  number: Generated<number>;
  /** Whose jobs are in the queue: a PostgreSQL may serve several stores. Empty in a file, which serves one. */
  store: string;
  id: string;
  kind: Job['kind'];
  state: Job['state'];
  dataset: string;
  /** The project it is of, where it is of one. */
  project: string | null;
  /** What is to be done; erased once it is, since nothing needs it any more. */
  request: string | null;
  progress: string;
  result: string | null;
  error: string | null;
  /** Starts so far; a job that takes the process down each time is given up. */
  attempts: number;
  created_at: number;
  finished_at: number | null;
}

export interface DatasetTable {
  /** As of a job. */
  store: string;
  id: string;
  /** Who made it: only its own kind of client may add to it. */
  access: 'local' | 'remote';
  /** 1 while the model waits for the first item to be chosen by its modality. */
  model_open: number;
}

/** One row, rewritten to see whether the file takes writes. */
export interface BeatTable {
  id: number;
  at: number;
}
