import type { Kysely, Selectable } from 'kysely';
import { forValues, rowParts } from './lists.ts';
import type { AnnotationTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type AnnotationRow = Omit<Selectable<AnnotationTable>, 'project'>;

/** What became of the annotations of another tool in one project, so that each counts once, in its last version. */
export interface AnnotationRows {
  /** In no order; those that never came are left out. */
  ofKeys(keys: readonly string[]): Promise<AnnotationRow[]>;
  /** Takes the place of what was known of the same keys. */
  put(rows: readonly AnnotationRow[]): Promise<void>;
}

export function createAnnotationRows(db: Kysely<Tables>, project: string): AnnotationRows {
  return {
    ofKeys: (keys) =>
      forValues(keys, (part) =>
        db
          .selectFrom('annotation')
          .select(['key', 'state', 'record', 'response', 'updated_at'])
          .where('project', '=', project)
          .where('key', 'in', part)
          .execute(),
      ),
    async put(rows) {
      await forValues(
        rows.map(({ key }) => key),
        async (part) => {
          await db.deleteFrom('annotation').where('project', '=', project).where('key', 'in', part).execute();
          return [];
        },
      );
      for (const part of rowParts(rows)) {
        await db
          .insertInto('annotation')
          .values(part.map((row) => ({ ...row, project })))
          .execute();
      }
    },
  };
}
