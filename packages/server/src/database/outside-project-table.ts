import type { Kysely, Selectable } from 'kysely';
import type { OutsideProjectTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type OutsideProjectRow = Omit<Selectable<OutsideProjectTable>, 'project'>;

/** Projects of another tool that are connected to one project. */
export interface OutsideProjectRows {
  get(number: string): Promise<OutsideProjectRow | undefined>;
  put(row: OutsideProjectRow): Promise<void>;
  delete(number: string): Promise<void>;
}

export function createOutsideProjectRows(db: Kysely<Tables>, project: string): OutsideProjectRows {
  return {
    get: (number) =>
      db
        .selectFrom('outside_project')
        .select(['number', 'hostname', 'config'])
        .where('project', '=', project)
        .where('number', '=', number)
        .executeTakeFirst(),
    async put({ number, hostname, config }) {
      await db
        .insertInto('outside_project')
        .values({ project, number, hostname, config })
        .onConflict((conflict) => conflict.columns(['project', 'number']).doUpdateSet({ hostname, config }))
        .execute();
    },
    async delete(number) {
      await db.deleteFrom('outside_project').where('project', '=', project).where('number', '=', number).execute();
    },
  };
}
