import type { Kysely, Migration } from 'kysely';

/** The tables of {@link ProjectTables}. */
export const projectMigration: Migration = {
  async up(db: Kysely<unknown>) {
    const { schema } = db;
    await schema
      .createTable('person')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('token')
      .ifNotExists()
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('revoked_at', 'bigint')
      .execute();
    await schema
      .createTable('project')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('store', 'text', (column) => column.notNull())
      .addColumn('dataset', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .execute();
    await schema
      .createTable('project_version')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('changed_by', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('project_version_key', ['project', 'version'])
      .execute();
    await schema
      .createTable('member')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('member_key', ['project', 'person'])
      .execute();
    await createRecords(db);
    await createResponses(db);
    await createModels(db);
    await createWebhooks(db);
  },
};

async function createRecords({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('record')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('item', 'text', (column) => column.notNull())
    .addColumn('is_test', 'integer', (column) => column.notNull())
    .addColumn('arm', 'text', (column) => column.notNull())
    .addColumn('strategy', 'text', (column) => column.notNull())
    .addColumn('utility', 'double precision')
    .addColumn('round', 'integer')
    .addColumn('model_version', 'integer')
    .addColumn('slots', 'integer', (column) => column.notNull())
    .addColumn('answers', 'integer', (column) => column.notNull())
    .addColumn('skips', 'integer', (column) => column.notNull())
    .addColumn('is_flagged', 'integer', (column) => column.notNull())
    .addColumn('gold', 'text')
    .addColumn('answer', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('completed_at', 'bigint')
    .addUniqueConstraint('record_item', ['project', 'item'])
    .execute();
  await schema
    .createTable('lease')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('record', 'integer', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('suggestion', 'text')
    .addColumn('is_hidden', 'integer', (column) => column.notNull())
    .addColumn('is_seen', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('lease_record_person', ['record', 'person'])
    .execute();
  await schema.createIndex('lease_person').ifNotExists().on('lease').columns(['project', 'person']).execute();
}

async function createResponses({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('response')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('record', 'integer', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('retracted', 'bigint')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('value', 'text')
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('lead_time_ms', 'double precision')
    .addColumn('suggestion', 'text')
    .addColumn('is_hidden', 'integer')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('is_extra', 'integer', (column) => column.notNull())
    .addColumn('client_key', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('response_client_key', ['project', 'person', 'client_key'])
    .execute();
  await schema.createIndex('response_record').ifNotExists().on('response').column('record').execute();
  await schema.createIndex('response_sequence').ifNotExists().on('response').columns(['project', 'sequence']).execute();
  await schema.createIndex('response_person').ifNotExists().on('response').columns(['project', 'person']).execute();
  await schema
    .createTable('draft')
    .ifNotExists()
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('record', 'integer', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('draft_key', ['record', 'person'])
    .execute();
  await schema
    .createTable('verdict')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('record', 'integer', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('retracted', 'bigint')
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('verdict_record').ifNotExists().on('verdict').column('record').execute();
}

async function createModels({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('round')
    .ifNotExists()
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('round_key', ['project', 'number'])
    .execute();
  await schema
    .createTable('model_version')
    .ifNotExists()
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('labels', 'integer', (column) => column.notNull())
    .addColumn('learner', 'text', (column) => column.notNull())
    .addColumn('evaluation', 'text')
    .addColumn('head', 'blob')
    .addColumn('is_serving', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('model_version_key', ['project', 'version'])
    .execute();
  await schema
    .createTable('audit')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('details', 'text')
    .execute();
  await schema.createIndex('audit_project').ifNotExists().on('audit').columns(['project', 'number']).execute();
}

async function createWebhooks({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('webhook')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('access', 'text', (column) => column.notNull())
    .addColumn('events', 'text', (column) => column.notNull())
    .addColumn('is_active', 'integer', (column) => column.notNull())
    .addColumn('detail', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('delivery')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('webhook', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('last_result', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('delivery_webhook').ifNotExists().on('delivery').columns(['webhook', 'number']).execute();
  await schema.createIndex('delivery_state').ifNotExists().on('delivery').columns(['state', 'next_at']).execute();
}
