import type { Arm } from '@alaas/core';
import type { Connection } from './connection.ts';

/** How far a project is, in numbers. */
export interface ProgressCounts {
  /** Records with all their answers. */
  readonly completed: number;
  /** Records with some of their answers, or in somebody's hands. */
  readonly inProgress: number;
  /** Answers that count. */
  readonly responses: number;
  /** Answers by where their record came from. */
  readonly byArm: Readonly<Record<Arm, number>>;
}

/** Counts over the records of projects. O(records). */
export interface ProgressStore {
  /** @param now milliseconds since 1970 */
  counts(project: string, now: number): Promise<ProgressCounts>;
  /** Leases that are in somebody's hands. */
  held(project: string, now: number): Promise<number>;
}

export function createProgressTable(connection: Connection): ProgressStore {
  return {
    counts: (project, now) =>
      connection.run(async (db) => {
        const rows = await db
          .selectFrom('record')
          .select(({ fn }) => [
            'arm',
            fn.sum<number | string | null>('answers').as('responses'),
            fn.count<number | string>('completed_at').as('completed'),
          ])
          .where('project', '=', project)
          .groupBy('arm')
          .execute();
        const open = await db
          .selectFrom('record')
          .select(({ fn }) => fn.countAll<number | string>().as('records'))
          .where('project', '=', project)
          .where('completed_at', 'is', null)
          .where(({ or, eb, exists, selectFrom }) =>
            or([
              eb('answers', '>', 0),
              exists(
                selectFrom('lease')
                  .select('lease.id')
                  .whereRef('lease.record', '=', 'record.number')
                  .where('lease.expires_at', '>', now),
              ),
            ]),
          )
          .executeTakeFirst();
        const byArm: Record<Arm, number> = { strategy: 0, control: 0, gold: 0, again: 0, import: 0, bulk: 0 };
        for (const { arm, responses } of rows) byArm[arm] = Number(responses ?? 0);
        return {
          completed: rows.reduce((sum, { completed }) => sum + Number(completed), 0),
          inProgress: Number(open?.records ?? 0),
          responses: Object.values(byArm).reduce((sum, count) => sum + count, 0),
          byArm,
        };
      }),
    held: (project, now) =>
      connection.run(async (db) => {
        const row = await db
          .selectFrom('lease')
          .select(({ fn }) => fn.countAll<number | string>().as('leases'))
          .where('project', '=', project)
          .where('expires_at', '>', now)
          .executeTakeFirst();
        return Number(row?.leases ?? 0);
      }),
  };
}
