import type { Kysely, Selectable } from 'kysely';
import { forValues } from './lists.ts';
import type { DraftTable } from './project-schema.ts';
import type { Tables } from './schema.ts';

export type DraftRow = Selectable<DraftTable>;

/** What people of one project have begun and not sent. */
export interface DraftRows {
  ofPerson(person: string, records: readonly number[]): Promise<DraftRow[]>;
  put(draft: Omit<DraftRow, 'project'>): Promise<void>;
  delete(person: string, records: readonly number[]): Promise<void>;
}

export function createDraftRows(db: Kysely<Tables>, project: string): DraftRows {
  return {
    ofPerson: (person, records) =>
      forValues(records, (part) =>
        db.selectFrom('draft').selectAll().where('person', '=', person).where('record', 'in', part).execute(),
      ),
    async put(draft) {
      const { value, updated_at } = draft;
      await db
        .insertInto('draft')
        .values({ ...draft, project })
        .onConflict((conflict) => conflict.columns(['record', 'person']).doUpdateSet({ value, updated_at }))
        .execute();
    },
    async delete(person, records) {
      await forValues(records, async (part) => {
        await db.deleteFrom('draft').where('person', '=', person).where('record', 'in', part).execute();
        return [];
      });
    },
  };
}
