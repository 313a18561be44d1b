import { type Kysely, type Migration, sql } from 'kysely';

/** Counts the answers of a project by where their records came from, of those there are already too. */
export const armTallyMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('arm_tally')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('arm', 'text', (column) => column.notNull())
      .addColumn('answers', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('arm_tally_key', ['project', 'arm'])
      .execute();
    await sql`
      insert into arm_tally (project, arm, answers)
      select project, arm, sum(answers) from record where answers > 0 group by project, arm
    `.execute(db);
  },
};
