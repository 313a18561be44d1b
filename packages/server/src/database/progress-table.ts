import type { Arm } from '@alaas/core';
import type { Kysely } from 'kysely';
import type { Connection } from './connection.ts';
import { forValues } from './lists.ts';
import type { Tables } from './schema.ts';

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

/** Counts of projects, from what is kept up with every change. */
export interface ProgressStore {
  /**
   * It costs the records that are under way, however many there are.
   *
   * @param now milliseconds since 1970
   */
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
          .selectFrom('arm_tally')
          .select(['arm', 'answers'])
          .where('project', '=', project)
          .execute();
        const total = await db
          .selectFrom('project_tally')
          .select('completed')
          .where('project', '=', project)
          .executeTakeFirst();
        const byArm: Record<Arm, number> = { strategy: 0, control: 0, gold: 0, again: 0, import: 0, bulk: 0 };
        for (const { arm, answers } of rows) byArm[arm] = Number(answers);
        return {
          completed: Number(total?.completed ?? 0),
          inProgress: (await begun(db, project)) + (await handedOut(db, project, now)),
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

/** Records with some of their answers. */
async function begun(db: Kysely<Tables>, project: string): Promise<number> {
  const started = await db
    .selectFrom('started')
    .select(({ fn }) => fn.countAll<number | string>().as('records'))
    .where('project', '=', project)
    .executeTakeFirst();
  // of gold items the queue keeps no such list
  const gold = await db
    .selectFrom('record')
    .select(({ fn }) => fn.countAll<number | string>().as('records'))
    .where('project', '=', project)
    .where('gold', 'is not', null)
    .where('completed_at', 'is', null)
    .where('answers', '>', 0)
    .executeTakeFirst();
  return Number(started?.records ?? 0) + Number(gold?.records ?? 0);
}

/** Records without an answer in somebody's hands. */
async function handedOut(db: Kysely<Tables>, project: string, now: number): Promise<number> {
  const row = await db
    .selectFrom('lease')
    .innerJoin('record', 'record.number', 'lease.record')
    .select(({ fn }) => fn.count<number | string>('lease.record').distinct().as('records'))
    .where('lease.project', '=', project)
    .where('lease.expires_at', '>', now)
    .where('record.completed_at', 'is', null)
    .where('record.answers', '=', 0)
    .executeTakeFirst();
  return Number(row?.records ?? 0);
}
