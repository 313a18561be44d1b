import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { DatabaseEngine } from '../database-engine.ts';
import type { Tables } from '../schema.ts';
import { openEmbeddedDatabase } from './dialect.ts';
import { explainSqlite, isHeld } from './errors.ts';

/**
 * SQLite, in this process.
 *
 * @param folder made where it is missing; undefined keeps everything in memory
 * @throws AlaasError `STORE_CORRUPT`, `STORE_FULL`, `STORE_LOCKED`
 */
export function openEmbedded(folder: string | undefined): DatabaseEngine {
  const path = folder === undefined ? ':memory:' : join(folder, 'server.db');
  try {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    const { dialect, setLasting } = openEmbeddedDatabase(path);
    return {
      place: path,
      dialect,
      findSchema: async () => undefined,
      check: sqliteVersion,
      // whatever the lock: a transaction has the only connection to itself
      write: (db, _lock, work, isLasting) =>
        isLasting
          ? db.transaction().execute(work)
          : db.connection().execute(async (only) => {
              setLasting(false);
              try {
                return await only.transaction().execute(work);
              } finally {
                setLasting(true);
              }
            }),
      // a transaction that is refused has not begun
      isUndone: isHeld,
      explain: (error) => explainSqlite(error, path),
    };
  } catch (error) {
    throw explainSqlite(error, path);
  }
}

async function sqliteVersion(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(db);
  return `SQLite ${rows[0]?.version}`;
}
