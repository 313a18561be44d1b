import type { Kysely, Selectable } from 'kysely';
import type { ProjectTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type ProjectRow = Selectable<ProjectTable>;

/** The row of one project. */
export interface ProjectRows {
  get(): Promise<ProjectRow | undefined>;
  /** What every call needs, without the settings. */
  head(): Promise<Pick<ProjectRow, 'version' | 'sequence' | 'created_at'> | undefined>;
  insert(row: Omit<ProjectRow, 'id'>): Promise<void>;
  update(change: Partial<Pick<ProjectRow, 'version' | 'settings' | 'sequence'>>): Promise<void>;
  /** Forgets the project and all that belongs to it, but its trail. */
  delete(): Promise<void>;
}

/** What has a row per project, person or record, and goes with the project. */
const belongings = [
  'annotation',
  'outside_project',
  'response',
  'lease',
  'draft',
  'verdict',
  'undone',
  'started',
  'record',
  'round',
  'model_version',
  'member',
  'webhook',
  'person_tally',
  'project_tally',
  'project_version',
] as const;

export function createProjectRows(db: Kysely<Tables>, id: string): ProjectRows {
  return {
    get: () => db.selectFrom('project').selectAll().where('id', '=', id).executeTakeFirst(),
    head: () =>
      db.selectFrom('project').select(['version', 'sequence', 'created_at']).where('id', '=', id).executeTakeFirst(),
    async insert(row) {
      await db
        .insertInto('project')
        .values({ ...row, id })
        .execute();
    },
    async update(change) {
      await db.updateTable('project').set(change).where('id', '=', id).execute();
    },
    async delete() {
      await db
        .deleteFrom('delivery')
        .where('webhook', 'in', (from) => from.selectFrom('webhook').select('id').where('project', '=', id))
        .execute();
      for (const table of belongings) {
        await db
          .deleteFrom(table)
          .where('project' as never, '=', id as never)
          .execute();
      }
      await db.deleteFrom('project').where('id', '=', id).execute();
    },
  };
}
