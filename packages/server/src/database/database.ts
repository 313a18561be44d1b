import type { KnownAnswers } from '../projects/known-answers.ts';
import { type DatabasePlace, openConnection } from './connection.ts';
import { createDatasetTable, type DatasetNotes } from './dataset-table.ts';
import { createJobTable, type JobStore } from './job-table.ts';
import { createKnownAnswers } from './known-answers-table.ts';
import { createModelTable, type ModelStore } from './model-table.ts';
import { createPeopleTable, type PeopleStore } from './people-table.ts';
import { createProgressTable, type ProgressStore } from './progress-table.ts';
import { createProjectStore, type ProjectStore } from './project-store.ts';
import { createQualityTable, type QualityStore } from './quality-table.ts';
import { createRoundTable, type RoundStore } from './round-table.ts';
import { storeId } from './store-id.ts';
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
  readonly progress: ProgressStore;
  readonly knownAnswers: KnownAnswers;
  /** Writes one row. @throws AlaasError when the database takes no writes */
  beat(at: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a database, which is new or was written by an earlier version, and brings it up to date. Several stores, each
 * with its server, may share one in PostgreSQL; they see none of each other's jobs and datasets.
 *
 * @throws AlaasError `STORE_CORRUPT` when it is damaged or newer than this program, `STORE_FULL`, `STORE_LOCKED`;
 *   of PostgreSQL also `INVALID_CONFIG`, and `NOT_READY` when it cannot be reached
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  // a file of its own serves one store only
  const store = place.url === undefined || place.folder === undefined ? '' : storeId(place.folder);
  const connection = await openConnection(place);
  return {
    jobs: createJobTable(connection, store),
    datasets: createDatasetTable(connection, store),
    people: createPeopleTable(connection),
    webhooks: createWebhookTable(connection, store),
    projects: createProjectStore(connection, store),
    quality: createQualityTable(connection),
    knownAnswers: createKnownAnswers(connection),
    models: createModelTable(connection),
    rounds: createRoundTable(connection),
    progress: createProgressTable(connection),
    beat: (at) =>
      connection.run(async (db) => {
        await db
          .insertInto('beat')
          .values({ id: 1, at })
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
          .execute();
      }),
    close: () => connection.close(),
  };
}
