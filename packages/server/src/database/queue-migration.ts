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
  const index = (name: string, table: string, columns: readonly string[]) =>
    schema
      .createIndex(name)
      .ifNotExists()
      .on(table)
      .columns([...columns]);
  const open = sql<boolean>`completed_at is null`;
  await index('record_open', 'record', ['project', 'number']).where(open).execute();
  await index('record_gold', 'record', ['project', 'number']).where(sql<boolean>`gold is not null`).execute();
  // lists; where one narrows another it has a column more, since SQLite takes the longer match
  await index('record_made', 'record', ['project', 'created_at', 'number']).execute();
  await index('record_pending', 'record', ['project', 'completed_at', 'created_at', 'number']).where(open).execute();
  await index('record_flagged', 'record', ['project', 'is_flagged', 'created_at', 'number'])
    .where(sql<boolean>`is_flagged = 1`)
    .execute();
  await index('record_split', 'record', ['project', 'answer', 'created_at', 'number'])
    .where(sql<boolean>`answer is null`)
    .where(sql<boolean>`answers > 1`)
    .execute();
  await index('started_sequence', 'started', ['project', 'sequence']).execute();
  await index('lease_end', 'lease', ['project', 'expires_at']).execute();
  const standing = sql<boolean>`retracted is null`;
  await index('response_standing', 'response', ['project', 'person', 'number']).where(standing).execute();
  await index('response_skips', 'response', ['project', 'person', 'status', 'number'])
    .where(standing)
    .where(sql<boolean>`status = 'skipped'`)
    .execute();
  // what ended by an undo, and verdicts, are looked for by the change
  await index('response_retracted', 'response', ['project', 'retracted'])
    .where(sql<boolean>`retracted is not null`)
    .execute();
  await index('verdict_sequence', 'verdict', ['project', 'sequence']).execute();
}
