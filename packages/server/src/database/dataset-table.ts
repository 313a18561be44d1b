import type { Kysely } from 'kysely';
import type { Guard } from './database.ts';
import type { DatasetTable, Tables } from './schema.ts';

/** What the service knows of a dataset beside what the engine keeps. */
export interface DatasetNote {
  readonly access: DatasetTable['access'];
  /** True while its model waits for the first item. */
  readonly isModelOpen: boolean;
}

export interface DatasetNotes {
  put(id: string, note: DatasetNote): Promise<void>;
  get(id: string): Promise<DatasetNote | undefined>;
  delete(id: string): Promise<void>;
}

export function createDatasetTable(db: Kysely<Tables>, guard: Guard): DatasetNotes {
  return {
    put: (id, note) =>
      guard(async () => {
        await db
          .replaceInto('dataset')
          .values({ id, access: note.access, model_open: note.isModelOpen ? 1 : 0 })
          .execute();
      }),
    get: (id) =>
      guard(async () => {
        const row = await db.selectFrom('dataset').selectAll().where('id', '=', id).executeTakeFirst();
        return row === undefined ? undefined : { access: row.access, isModelOpen: row.model_open === 1 };
      }),
    delete: (id) =>
      guard(async () => {
        await db.deleteFrom('dataset').where('id', '=', id).execute();
      }),
  };
}
