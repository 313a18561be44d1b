import type { Kysely, Migration } from 'kysely';
import { projectMigration } from './project-migration.ts';
import { queueMigration } from './queue-migration.ts';

/**
 * The schema, one step per entry, in order of names. A landed step is never edited: the next change is a new one.
 * `ifNotExists`: SQLite's steps run outside a transaction, and a killed one runs again.
 */
export const migrations: Record<string, Migration> = {
  '0001-jobs': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('job')
        .ifNotExists()
        .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('dataset', 'text', (column) => column.notNull())
        .addColumn('request', 'text')
        .addColumn('progress', 'text', (column) => column.notNull())
        .addColumn('result', 'text')
        .addColumn('error', 'text')
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'integer', (column) => column.notNull())
        .addColumn('finished_at', 'integer')
        .execute();
      await db.schema.createIndex('job_state').ifNotExists().on('job').column('state').execute();
      await db.schema
        .createTable('dataset')
        .ifNotExists()
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('access', 'text', (column) => column.notNull())
        .addColumn('model_open', 'integer', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('beat')
        .ifNotExists()
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('at', 'integer', (column) => column.notNull())
        .execute();
    },
  },
  '0002-projects': projectMigration,
  '0003-queue': queueMigration,
};
