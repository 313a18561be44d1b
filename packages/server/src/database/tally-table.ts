import type { Arm } from '@alaas/core';
import type { Kysely, Selectable } from 'kysely';
import type { PersonTallyTable, ProjectTallyTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type ProjectTally = Omit<Selectable<ProjectTallyTable>, 'project'>;
export type PersonTally = Omit<Selectable<PersonTallyTable>, 'project' | 'person'>;

/** Counts of one project that are kept up with every change. */
export interface TallyRows {
  total(): Promise<ProjectTally>;
  setTotal(tally: ProjectTally): Promise<void>;
  /** So many more answers that count on records of an arm; fewer where it is below 0. */
  addAnswers(arm: Arm, more: number): Promise<void>;
  of(person: string): Promise<PersonTally>;
  set(person: string, tally: PersonTally): Promise<void>;
  /** Who was at work since `time`. */
  activeSince(time: number): Promise<string[]>;
}

export function createTallyRows(db: Kysely<Tables>, project: string): TallyRows {
  return {
    async total() {
      const row = await db
        .selectFrom('project_tally')
        .select(['records', 'completed', 'reopened'])
        .where('project', '=', project)
        .executeTakeFirst();
      return row ?? { records: 0, completed: 0, reopened: 0 };
    },
    async setTotal(tally) {
      await db
        .insertInto('project_tally')
        .values({ project, ...tally })
        .onConflict((conflict) => conflict.column('project').doUpdateSet({ ...tally }))
        .execute();
    },
    async addAnswers(arm, more) {
      if (more === 0) return;
      await db
        .insertInto('arm_tally')
        .values({ project, arm, answers: more })
        .onConflict((conflict) =>
          conflict
            .columns(['project', 'arm'])
            .doUpdateSet(({ eb, ref }) => ({ answers: eb(ref('arm_tally.answers'), '+', ref('excluded.answers')) })),
        )
        .execute();
    },
    async of(person) {
      const row = await db
        .selectFrom('person_tally')
        .select(['answers', 'skips', 'given', 'active_at'])
        .where('project', '=', project)
        .where('person', '=', person)
        .executeTakeFirst();
      return row ?? { answers: 0, skips: 0, given: 0, active_at: 0 };
    },
    async set(person, tally) {
      await db
        .insertInto('person_tally')
        .values({ project, person, ...tally })
        .onConflict((conflict) => conflict.columns(['project', 'person']).doUpdateSet({ ...tally }))
        .execute();
    },
    async activeSince(time) {
      const rows = await db
        .selectFrom('person_tally')
        .select('person')
        .where('project', '=', project)
        .where('active_at', '>', time)
        .execute();
      return rows.map(({ person }) => person);
    },
  };
}
