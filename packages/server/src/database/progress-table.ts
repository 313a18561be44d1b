import type { Arm } from '@alaas/core';
import type { Connection } from './connection.ts';
import { forValues } from './lists.ts';

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

/** What is known of a project without looking at its records. */
export interface StandingCounts {
  /** Records with all their answers. */
  readonly completed: number;
  /** Submitted and not undone. */
  readonly answers: number;
  /** When somebody was last given something or answered; 0: never. */
  readonly activeAt: number;
}

/** Counts over the records of projects. O(records), where nothing else is said. */
export interface ProgressStore {
  /** @param now milliseconds since 1970 */
  counts(project: string, now: number): Promise<ProgressCounts>;
  /** What is counted with every change, of all of these projects that have been worked on. O(people). */
  standings(projects: readonly string[]): Promise<ReadonlyMap<string, StandingCounts>>;
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
    standings: (projects) =>
      connection.run(async (db) => {
        const totals = await forValues(projects, (part) =>
          db.selectFrom('project_tally').select(['project', 'completed']).where('project', 'in', part).execute(),
        );
        const people = await forValues(projects, (part) =>
          db
            .selectFrom('person_tally')
            .select(({ fn }) => [
              'project',
              fn.sum<number | string>('answers').as('answers'),
              fn.max<number | string>('active_at').as('activeAt'),
            ])
            .where('project', 'in', part)
            .groupBy('project')
            .execute(),
        );
        const found = new Map<string, StandingCounts>();
        const none: StandingCounts = { completed: 0, answers: 0, activeAt: 0 };
        for (const { project, completed } of totals) found.set(project, { ...none, completed: Number(completed) });
        for (const { project, answers, activeAt } of people) {
          const { completed } = found.get(project) ?? none;
          found.set(project, { completed, answers: Number(answers), activeAt: Number(activeAt) });
        }
        return found;
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
