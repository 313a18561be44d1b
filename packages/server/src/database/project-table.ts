import type { Kysely, Selectable } from 'kysely';
import type { ProjectTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type ProjectRow = Omit<Selectable<ProjectTable>, 'store'>;

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

/** All that is read of a project. */
export const projectColumns = ['id', 'dataset', 'version', 'settings', 'sequence', 'created_at', 'created_by'] as const;

/** What has a row per project, person or record, and goes with the project. */
const belongings = [
  'annotation',
  'outside_project',
  'exclusion',
  'response',
  'lease',
  'draft',
  'verdict',
  'gold',
  'undone',
  'started',
  'shown',
  'record',
  'round',
  'model_version',
  'member',
  'token',
  'webhook',
  'person_tally',
  'project_tally',
  'arm_tally',
  'project_version',
] as const;

/** @param store by which a database that several stores share knows this one: to the others the project is not there */
export function createProjectRows(db: Kysely<Tables>, store: string, id: string): ProjectRows {
  const own = () => db.selectFrom('project').where('id', '=', id).where('store', '=', store);
  return {
    get: () => own().select(projectColumns).executeTakeFirst(),
    head: () => own().select(['version', 'sequence', 'created_at']).executeTakeFirst(),
    async insert(row) {
      await db
        .insertInto('project')
        .values({ ...row, id, store })
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
