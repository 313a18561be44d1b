import { AlaasError } from '@alaas/core';
import { Kysely, Migrator } from 'kysely';
import { createConnection } from './connection.ts';
import type { DatabaseEngine } from './database-engine.ts';
import { createDatasetTable, type DatasetNotes } from './dataset-table.ts';
import { openEmbedded } from './embedded/engine.ts';
import { createJobTable, type JobStore } from './job-table.ts';
import { migrations } from './migrations.ts';
import { createModelTable, type ModelStore } from './model-table.ts';
import { createPeopleTable, type PeopleStore } from './people-table.ts';
import { openPostgresql, type PostgresqlOptions } from './postgresql/engine.ts';
import { createProjectStore, type ProjectStore } from './project-store.ts';
import { createQualityTable, type QualityStore } from './quality-table.ts';
import { createRoundTable, type RoundStore } from './round-table.ts';
import type { Tables } from './schema.ts';
import { createWebhookTable, type WebhookStore } from './webhook-table.ts';

/** What the service itself remembers between runs. Every method throws AlaasErrors only. */
export interface Database {
  readonly jobs: JobStore;
  readonly datasets: DatasetNotes;
  readonly people: PeopleStore;
  readonly webhooks: WebhookStore;
  readonly projects: ProjectStore;
  readonly quality: QualityStore;
  readonly models: ModelStore;
  readonly rounds: RoundStore;
  /** Writes one row. @throws AlaasError when the database takes no writes */
  beat(at: number): Promise<void>;
  close(): Promise<void>;
}

/** `<folder>/server.db`, in memory when the folder is undefined; or a database of PostgreSQL. */
export type DatabasePlace = { readonly folder: string | undefined } | PostgresqlOptions;

/**
 * Opens a database, which is new or was written by an earlier version, and brings it up to date.
 *
 * @throws AlaasError `STORE_CORRUPT` when it is damaged or newer than this program, `STORE_FULL`, `STORE_LOCKED`;
 *   of PostgreSQL also `INVALID_CONFIG`, and `NOT_READY` when it cannot be reached
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const engine = 'url' in place ? await openPostgresql(place) : openEmbedded(place.folder);
  const db = new Kysely<Tables>({ dialect: engine.dialect });
  try {
    await migrate(db, engine);
  } catch (error) {
    await db.destroy();
    throw engine.explain(error);
  }
  const connection = createConnection(db, engine);
  return {
    jobs: createJobTable(connection),
    datasets: createDatasetTable(connection),
    people: createPeopleTable(connection),
    webhooks: createWebhookTable(connection),
    projects: createProjectStore(connection),
    quality: createQualityTable(connection),
    models: createModelTable(connection),
    rounds: createRoundTable(connection),
    beat: (at) =>
      connection.run(async (db) => {
        await db
          .insertInto('beat')
          .values({ id: 1, at })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
          .execute();
      }),
    close: () => db.destroy(),
  };
}

/** Servers that start at once on one PostgreSQL wait for each other here: Kysely's migrator takes a lock. */
async function migrate(db: Kysely<Tables>, engine: DatabaseEngine): Promise<void> {
  const schema = await engine.findSchema(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    // other programs may use Kysely in other schemas of the same database
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /previously executed migration/i.test(error.message)) {
    const known = Object.keys(migrations).length;
    throw new AlaasError(
      'STORE_CORRUPT',
      `${engine.place} was written by a newer ALaaS: it has steps that this one's ${known} do not know. Update ALaaS or give it another place.`,
      { cause: error },
    );
  }
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the first step';
  throw error instanceof Error ? error : new Error(`${failed} failed`, { cause: error });
}
