import type { Kysely, Migration } from 'kysely';

/** The project that a job is of: its members see the job, and nobody else's. */
export const projectJobMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('job').addColumn('project', 'text').execute();
    await db.schema.createIndex('job_project').on('job').columns(['store', 'project', 'number']).execute();
  },
};
