import { type Kysely, type Migration, sql } from 'kysely';

/** When items became gold, and when they ceased to be: what was known at any change of labels follows from it. */
export const goldMigration: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .createTable('gold')
      .ifNotExists()
      .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('record', 'integer', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('retracted', 'bigint')
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('gold_record').ifNotExists().on('gold').column('record').execute();
    await schema.createIndex('gold_sequence').ifNotExists().on('gold').columns(['project', 'sequence']).execute();
    await schema.createIndex('gold_retracted').ifNotExists().on('gold').columns(['project', 'retracted']).execute();
    // what is gold already becomes so by a change of its own: rounds before it are repeated as they were
    await sql`
      insert into gold (project, record, person, sequence, value, created_at)
      select record.project, record.number, 'owner', project.sequence + 1, record.gold, record.created_at
      from record inner join project on project.id = record.project
      where record.gold is not null
    `.execute(db);
    await sql`
      update project set sequence = sequence + 1 where id in (select project from record where gold is not null)
    `.execute(db);
  },
};
