import { type Kysely, type Migration, sql } from 'kysely';
import { annotationMigration } from './annotation-migration.ts';
import { armTallyMigration } from './arm-tally-migration.ts';
import { exclusionMigration } from './exclusion-migration.ts';
import { goldMigration } from './gold-migration.ts';
import { projectJobMigration } from './project-job-migration.ts';
import { projectMigration } from './project-migration.ts';
import { queueMigration } from './queue-migration.ts';
import { shownMigration } from './shown-migration.ts';

/**
 * The schema, one step per entry, in order of names, in words that both engines take: columns are integer, bigint, real
 * (or double precision), text or blob. A landed step is never edited: the next change is a new one. All that are due run in one
 * transaction.
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
  '0004-stores': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('job')
        .addColumn('store', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
      await db.schema.createIndex('job_store').on('job').columns(['store', 'number']).execute();
      await db.schema.alterTable('dataset').renameTo('dataset_before').execute();
      await db.schema
        .createTable('dataset')
        .addColumn('store', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('access', 'text', (column) => column.notNull())
        .addColumn('model_open', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('dataset_of_store', ['store', 'id'])
        .execute();
      await sql`
        insert into dataset (store, id, access, model_open) select '', id, access, model_open from dataset_before
      `.execute(db);
      await db.schema.dropTable('dataset_before').execute();
    },
  },
  '0005-annotations': annotationMigration,
  '0006-shown': shownMigration,
  '0007-project-jobs': projectJobMigration,
  '0008-exclusions': exclusionMigration,
  '0009-gold': goldMigration,
  '0010-arm-tally': armTallyMigration,
};
