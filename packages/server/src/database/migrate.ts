import { AlaasError } from '@alaas/core';
import { type Kysely, Migrator } from 'kysely';
import type { DatabaseEngine } from './database-engine.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';

/** Where Kysely's migrator writes down which steps are made. */
export const migrationTable = 'kysely_migration';

/**
 * Brings a database up to date: all steps that it lacks, or none. Servers that start at once on one PostgreSQL wait for
 * each other, by a lock of Kysely's migrator.
 *
 * @throws AlaasError `STORE_CORRUPT` when it is newer than this program; else what the driver throws
 */
export async function migrate(db: Kysely<Tables>, engine: DatabaseEngine): Promise<void> {
  const schema = await engine.findSchema(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: migrationTable,
    // other programs may use Kysely in other schemas of the same database
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /previously executed migration/i.test(error.message)) throw newerProgram(engine, error);
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the first step';
  throw error instanceof Error ? error : new Error(`${failed} failed`, { cause: error });
}

/** That a database has steps that this program does not know. */
export function newerProgram({ place }: Pick<DatabaseEngine, 'place'>, cause?: Error): AlaasError {
  const known = Object.keys(migrations).length;
  return new AlaasError(
    'STORE_CORRUPT',
    `${place} was written by a newer ALaaS: it has steps that this one's ${known} do not know. Update ALaaS or give it another place.`,
    { cause },
  );
}
