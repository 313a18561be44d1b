import type { Kysely, Migration } from 'kysely';

/** What other tools tell: their projects, and annotations by the key that they keep through all their versions. */
export const annotationMigration: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('annotation')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('record', 'integer')
      .addColumn('response', 'text')
      .addColumn('updated_at', 'bigint')
      .addPrimaryKeyConstraint('annotation_key', ['project', 'key'])
      .execute();
    await schema
      .createTable('outside_project')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('number', 'text', (column) => column.notNull())
      .addColumn('hostname', 'text')
      .addColumn('config', 'text')
      .addPrimaryKeyConstraint('outside_project_key', ['project', 'number'])
      .execute();
  },
};
