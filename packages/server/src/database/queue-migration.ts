import { type Kysely, type Migration, sql } from 'kysely';

/** Counts, and the indexes by which the queue finds a record without a scan of all. */
export const queueMigration: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .createTable('project_tally')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.primaryKey())
      .addColumn('records', 'bigint', (column) => column.notNull())
      .addColumn('completed', 'bigint', (column) => column.notNull())
      .addColumn('reopened', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('person_tally')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('answers', 'bigint', (column) => column.notNull())
      .addColumn('skips', 'bigint', (column) => column.notNull())
      .addColumn('given', 'bigint', (column) => column.notNull())
      .addColumn('active_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('person_tally_key', ['project', 'person'])
      .execute();
    await schema
      .createTable('undone')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('response', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('undone_key', ['project', 'person', 'position'])
      .execute();
    await schema
      .createTable('started')
      .ifNotExists()
      .addColumn('record', 'integer', (column) => column.primaryKey())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .execute();
    await createIndexes(db);
  },
};

async function createIndexes({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createIndex('record_open')
    .ifNotExists()
    .on('record')
    .columns(['project', 'number'])
    .where(sql<boolean>`completed_at is null`)
    .execute();
  await schema.createIndex('started_sequence').ifNotExists().on('started').columns(['project', 'sequence']).execute();
  await schema
    .createIndex('record_gold')
    .ifNotExists()
    .on('record')
    .columns(['project', 'number'])
    .where(sql<boolean>`gold is not null`)
    .execute();
  await schema
    .createIndex('record_flagged')
    .ifNotExists()
    .on('record')
    .columns(['project', 'number'])
    .where(sql<boolean>`is_flagged = 1`)
    .execute();
  await schema
    .createIndex('record_split')
    .ifNotExists()
    .on('record')
    .columns(['project', 'number'])
    .where(sql<boolean>`answer is null`)
    .where(sql<boolean>`answers > 1`)
    .execute();
  await schema.createIndex('record_number').ifNotExists().on('record').columns(['project', 'number']).execute();
  await schema.createIndex('lease_end').ifNotExists().on('lease').columns(['project', 'expires_at']).execute();
  await schema
    .createIndex('response_standing')
    .ifNotExists()
    .on('response')
    .columns(['project', 'person', 'number'])
    .where(sql<boolean>`retracted is null`)
    .execute();
  // what ended by an undo, and verdicts, are looked for by the change
  await schema
    .createIndex('response_retracted')
    .ifNotExists()
    .on('response')
    .columns(['project', 'retracted'])
    .where(sql<boolean>`retracted is not null`)
    .execute();
  await schema.createIndex('verdict_sequence').ifNotExists().on('verdict').columns(['project', 'sequence']).execute();
}
