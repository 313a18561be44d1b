import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { AlaasError } from '@alaas/core';
import { Kysely, sql } from 'kysely';
import { type DatabasePlace, openEngine, repeat } from './connection.ts';
import type { DatabaseEngine } from './database-engine.ts';
import { migrationTable, newerProgram } from './migrate.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';

/** How a database is, as the service would find it at its next start. */
export interface DatabaseState {
  /** What messages call it. Holds no password. */
  readonly place: string;
  /** `PostgreSQL 17.2`; undefined where there is no file yet. */
  readonly version: string | undefined;
  /** Steps of the schema that it has. */
  readonly steps: number;
  /** Steps that the service makes at its next start; all of them where the database is new. */
  readonly due: number;
}

/**
 * Looks at a database and leaves it as it is: whether it answers, takes writes, and has a schema that this program knows.
 *
 * @throws AlaasError what opening it would throw: `NOT_READY`, `INVALID_CONFIG`, `STORE_LOCKED`, `STORE_CORRUPT`
 */
export async function inspectDatabase(place: DatabasePlace): Promise<DatabaseState> {
  const file = place.url === undefined && place.folder !== undefined ? join(place.folder, 'server.db') : undefined;
  const all = Object.keys(migrations).length;
  if (file !== undefined && !(await isThere(file))) return { place: file, version: undefined, steps: 0, due: all };
  const engine = await openEngine(place);
  const db = new Kysely<Tables>({ dialect: engine.dialect });
  try {
    return await repeat(engine, () => look(db, engine));
  } catch (error) {
    throw engine.explain(error);
  } finally {
    await db.destroy();
  }
}

async function look(db: Kysely<Tables>, engine: DatabaseEngine): Promise<DatabaseState> {
  const schema = await engine.findSchema(db);
  const version = await engine.check(db);
  // begins and ends: a file that only takes readers refuses it
  await engine.write(db, 'inspection', async () => undefined, false);
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const isHere = ({ name, schema: of }: { name: string; schema?: string | undefined }): boolean =>
    name === migrationTable && (schema === undefined || of === schema);
  const known = Object.keys(migrations);
  if (!tables.some(isHere)) return { place: engine.place, version, steps: 0, due: known.length };
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(migrationTable)}`.execute(db);
  if (rows.some(({ name }) => !known.includes(name))) throw newerProgram(engine);
  return { place: engine.place, version, steps: rows.length, due: known.length - rows.length };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw new AlaasError('NOT_READY', `${file} cannot be looked at. See who may read it and its folder.`, {
      cause: error,
    });
  }
}
