import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AlaasError } from '@alaas/core';
import { Kysely, Migrator } from 'kysely';
import type { KnownAnswers } from '../projects/known-answers.ts';
import { createDatasetTable, type DatasetNotes } from './dataset-table.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { createJobTable, type JobStore } from './job-table.ts';
import { createKnownAnswers } from './known-answers-table.ts';
import { migrations } from './migrations.ts';
import { createModelTable, type ModelStore } from './model-table.ts';
import { createProgressTable, type ProgressStore } from './progress-table.ts';
import { createProjectStore, type ProjectStore } from './project-store.ts';
import { createRoundTable, type RoundStore } from './round-table.ts';
import type { Tables } from './schema.ts';
import { storeError } from './store-error.ts';

/** What the service itself remembers between runs. Every method throws AlaasErrors only. */
export interface Database {
  readonly jobs: JobStore;
  readonly datasets: DatasetNotes;
  readonly models: ModelStore;
  readonly rounds: RoundStore;
  readonly progress: ProgressStore;
  readonly projects: ProjectStore;
  readonly knownAnswers: KnownAnswers;
  /** Writes one row. @throws AlaasError when the file takes no writes */
  beat(at: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens or creates `<folder>/server.db` and brings it up to date.
 *
 * @param folder of the embedded store; undefined keeps everything in memory
 * @throws AlaasError `STORE_CORRUPT` when the file is damaged or newer than this program, `STORE_FULL`
 */
export async function openDatabase(folder: string | undefined): Promise<Database> {
  const path = folder === undefined ? ':memory:' : join(folder, 'server.db');
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, path);
    }
  };
  return guard(async () => {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(path) });
    try {
      await migrate(db, path);
    } catch (error) {
      await db.destroy();
      throw error;
    }
    return {
      jobs: createJobTable(db, guard),
      datasets: createDatasetTable(db, guard),
      models: createModelTable(db, guard),
      rounds: createRoundTable(db, guard),
      progress: createProgressTable(db, guard),
      projects: createProjectStore(db, guard),
      knownAnswers: createKnownAnswers(db, guard),
      beat: (at) =>
        guard(async () => {
          await db.replaceInto('beat').values({ id: 1, at }).execute();
        }),
      close: () => db.destroy(),
    };
  });
}

/** Runs a piece of database work and gives its errors our codes. */
export type Guard = <T>(work: () => Promise<T>) => Promise<T>;

async function migrate(db: Kysely<Tables>, path: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const applied = (await migrator.getMigrations()).length;
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /previously executed migration/i.test(error.message)) {
    throw new AlaasError(
      'STORE_CORRUPT',
      `${path} was written by a newer ALaaS: it has steps that this one's ${applied} do not know. Update ALaaS or choose another folder.`,
      { cause: error },
    );
  }
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the first step';
  throw storeError(error instanceof Error ? error : new Error(`${failed} failed`, { cause: error }), path);
}
