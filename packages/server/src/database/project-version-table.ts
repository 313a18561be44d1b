import type { Kysely, Selectable } from 'kysely';
import type { ProjectVersionTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type ProjectVersionRow = Omit<Selectable<ProjectVersionTable>, 'project'>;

/** The settings that one project has and had. */
export interface ProjectVersionRows {
  insert(version: ProjectVersionRow): Promise<void>;
  /** Newest first, below a version. */
  list(page: { readonly before?: number | undefined; readonly limit: number }): Promise<ProjectVersionRow[]>;
}

export function createProjectVersionRows(db: Kysely<Tables>, project: string): ProjectVersionRows {
  return {
    async insert(version) {
      await db
        .insertInto('project_version')
        .values({ ...version, project })
        .execute();
    },
    list: ({ before, limit }) =>
      db
        .selectFrom('project_version')
        .select(['version', 'settings', 'changed_by', 'changed_at'])
        .where('project', '=', project)
        .$if(before !== undefined, (query) => query.where('version', '<', before as number))
        .orderBy('version', 'desc')
        .limit(limit)
        .execute(),
  };
}
