import { type Kysely, type Migration, sql } from 'kysely';

/** Items that were taken out of a project's pool, from one change of labels to another. */
export const exclusionMigration: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('exclusion')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('item', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('retracted', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('exclusion_key', ['project', 'item', 'sequence'])
      .execute();
    const index = (name: string, column: string) =>
      schema.createIndex(name).ifNotExists().on('exclusion').columns(['project', column]);
    await index('exclusion_sequence', 'sequence').execute();
    await index('exclusion_retracted', 'retracted').where(sql<boolean>`retracted is not null`).execute();
    await index('exclusion_standing', 'item').where(sql<boolean>`retracted is null`).execute();
  },
};
