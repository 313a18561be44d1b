import type { Job, Progress } from '@alaas/core';
import type { Selectable } from 'kysely';
import { isFinished, type JobRecord, type JobRequest } from '../jobs/job.ts';
import type { Connection } from './connection.ts';
import type { JobTable } from './schema.ts';

/** An unfinished job as it was left. */
export interface OpenJob {
  readonly record: JobRecord;
  readonly request: JobRequest;
  readonly attempts: number;
}

/** Which jobs are listed. */
export interface JobFilter {
  readonly limit: number;
  readonly state?: Job['state'] | undefined;
  /** Only those of this project. */
  readonly project?: string | undefined;
}

/** The jobs on disk. */
export interface JobStore {
  /** Adds a job and forgets finished ones beyond the newest {@link keptJobs}. */
  insert(job: OpenJob): Promise<void>;
  /** Saves a change of state, start or progress of an unfinished job. */
  update(id: string, change: { state: 'queued' | 'running'; attempts: number; progress: Progress }): Promise<void>;
  /** Saves the end of a job and erases its request. */
  finish(record: JobRecord): Promise<void>;
  get(id: string): Promise<JobRecord | undefined>;
  /** Newest first, without results. */
  list(filter: JobFilter): Promise<JobRecord[]>;
  /** Queued and running ones, oldest first. */
  open(): Promise<OpenJob[]>;
  countByState(): Promise<Partial<Record<Job['state'], number>>>;
}

/** Jobs that are remembered. */
export const keptJobs = 1000;

const withoutResult = [
  'id',
  'kind',
  'state',
  'dataset',
  'project',
  'progress',
  'error',
  'created_at',
  'finished_at',
] as const satisfies (keyof JobTable)[];

export function createJobTable({ run, write }: Connection, store: string): JobStore {
  return {
    insert: ({ record, request, attempts }) =>
      write('job', async (transaction) => {
        await transaction
          .insertInto('job')
          .values({ ...toRow(record), store, request: JSON.stringify(request), attempts })
          .execute();
        await transaction
          .deleteFrom('job')
          .where('number', '<=', (from) =>
            from
              .selectFrom('job')
              .select('number')
              .where('store', '=', store)
              .orderBy('number', 'desc')
              .limit(1)
              .offset(keptJobs),
          )
          .where('store', '=', store)
          .where('state', 'not in', ['queued', 'running'])
          .execute();
      }),
    update: (id, { state, attempts, progress }) =>
      run(async (db) => {
        await db
          .updateTable('job')
          .set({ state, attempts, progress: JSON.stringify(progress) })
          .where('id', '=', id)
          .execute();
      }),
    finish: (record) =>
      run(async (db) => {
        await db
          .updateTable('job')
          .set({ ...toRow(record), request: null })
          .where('id', '=', record.id)
          .execute();
      }),
    get: (id) =>
      run(async (db) => {
        const row = await db
          .selectFrom('job')
          .select([...withoutResult, 'result'])
          .where('store', '=', store)
          .where('id', '=', id)
          .executeTakeFirst();
        return row === undefined ? undefined : toRecord(row);
      }),
    list: ({ limit, state, project }) =>
      run(async (db) => {
        const rows = await db
          .selectFrom('job')
          .select(withoutResult)
          .where('store', '=', store)
          .$if(state !== undefined, (query) => query.where('state', '=', state as Job['state']))
          .$if(project !== undefined, (query) => query.where('project', '=', project as string))
          .orderBy('number', 'desc')
          .limit(limit)
          .execute();
        return rows.map(toRecord);
      }),
    open: () =>
      run(async (db) => {
        const rows = await db
          .selectFrom('job')
          .select([...withoutResult, 'request', 'attempts'])
          .where('store', '=', store)
          .where('state', 'in', ['queued', 'running'])
          .orderBy('number')
          .execute();
        return rows.map((row) => ({
          record: toRecord(row),
          request: JSON.parse(row.request ?? 'null') as JobRequest,
          attempts: row.attempts,
        }));
      }),
    countByState: () =>
      run(async (db) => {
        const rows = await db
          .selectFrom('job')
          .select(['state', (count) => count.fn.countAll<number>().as('jobs')])
          .where('store', '=', store)
          .groupBy('state')
          .execute();
        return Object.fromEntries(rows.map((row) => [row.state, row.jobs]));
      }),
  };
}

function toRow(record: JobRecord): Omit<JobTable, 'number' | 'store' | 'request' | 'attempts'> {
  return {
    id: record.id,
    kind: record.kind,
    state: record.state,
    dataset: record.dataset,
    project: record.project ?? null,
    progress: JSON.stringify(record.progress),
    result: record.resultJson ?? null,
    error: record.error === undefined ? null : JSON.stringify(record.error),
    created_at: record.createdAt,
    finished_at: isFinished(record) ? (record.finishedAt ?? null) : null,
  };
}

type Row = Pick<Selectable<JobTable>, (typeof withoutResult)[number]> & { result?: string | null };

function toRecord(row: Row): JobRecord {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    dataset: row.dataset,
    ...(row.project === null ? {} : { project: row.project }),
    progress: JSON.parse(row.progress) as Progress,
    createdAt: row.created_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    ...(row.error === null ? {} : { error: JSON.parse(row.error) as NonNullable<JobRecord['error']> }),
    ...(row.result === null || row.result === undefined ? {} : { resultJson: row.result }),
  };
}
