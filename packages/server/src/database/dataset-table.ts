import type { Connection } from './connection.ts';
import type { DatasetTable } from './schema.ts';

/** What the service knows of a dataset beside what the engine keeps. */
export interface DatasetNote {
  /** Who made it. What it may read is up to the engine, which keeps that itself. */
  readonly access: DatasetTable['access'];
  /** True while its model waits for the first item. */
  readonly isModelOpen: boolean;
}

export interface DatasetNotes {
  put(id: string, note: DatasetNote): Promise<void>;
  get(id: string): Promise<DatasetNote | undefined>;
  delete(id: string): Promise<void>;
}

export function createDatasetTable({ run }: Connection, store: string): DatasetNotes {
  return {
    put: (id, note) =>
      run(async (db) => {
        const row = { access: note.access, model_open: note.isModelOpen ? 1 : 0 };
        await db
          .insertInto('dataset')
          .values({ store, id, ...row })
          .onConflict((conflict) => conflict.columns(['store', 'id']).doUpdateSet(row))
          .execute();
      }),
    get: (id) =>
      run(async (db) => {
        const row = await db
          .selectFrom('dataset')
          .selectAll()
          .where('store', '=', store)
          .where('id', '=', id)
          .executeTakeFirst();
        return row === undefined ? undefined : { access: row.access, isModelOpen: row.model_open === 1 };
      }),
    delete: (id) =>
      run(async (db) => {
        await db.deleteFrom('dataset').where('store', '=', store).where('id', '=', id).execute();
      }),
  };
}
