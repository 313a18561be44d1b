import type { Kysely, Migration } from 'kysely';

/** Who has looked at others' answers to a record. */
export const shownMigration: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('shown')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('record', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('shown_key', ['project', 'person', 'record'])
      .execute();
  },
};
