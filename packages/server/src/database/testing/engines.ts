import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, inject } from 'vitest';
import type { DatabasePlace } from '../connection.ts';
import { findPrograms } from './cluster.ts';

/** A place for a database of one test, without rows; without tables too where the test asks for a fresh one. */
export interface TestPlace {
  readonly place: DatabasePlace & { readonly folder: string };
  /** Speaks SQL past our code; gives the rows. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

const absent = findPrograms() === undefined ? ' (skipped: Debian package postgresql is not installed)' : '';

/** Gives a test a place of its own, which it removes. */
export type MakePlace = (choice?: {
  /** Tables are the test's own matter. Default: there may be tables, as other tests left them, without rows. */
  readonly isFresh?: boolean;
}) => Promise<TestPlace>;

/** The same tests on either engine; `engine` is for those that do less where it costs more. */
export function describeEngines(
  title: string,
  tests: (make: MakePlace, engine: 'embedded' | 'postgresql') => void,
): void {
  describe(`${title}, embedded`, () => tests(makeEmbedded, 'embedded'));
  describePostgresql(title, (make) => tests(make, 'postgresql'));
}

/** Tests of what only PostgreSQL does. */
export function describePostgresql(title: string, tests: (make: MakePlace) => void): void {
  describe.skipIf(absent !== '')(`${title}, PostgreSQL${absent}`, () => tests(makePostgresql));
}

async function makeEmbedded(): Promise<TestPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'alaas-database-'));
  return {
    place: { folder },
    async query(sql) {
      const database = new DatabaseSync(join(folder, 'server.db'));
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    },
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

/** Schemas whose tables are made and empty: making them takes longer than most tests. */
const used: string[] = [];

async function makePostgresql({ isFresh = false } = {}): Promise<TestPlace> {
  database ??= createDatabase();
  const url = await database;
  const folder = mkdtempSync(join(tmpdir(), 'alaas-database-'));
  const schema = (isFresh ? undefined : used.pop()) ?? (await createSchema(url));
  const own = `${url}&options=-csearch_path%3D${schema}`;
  let isAltered = isFresh;
  return {
    place: { folder, url: own },
    query(sql) {
      isAltered ||= !sql.startsWith('SELECT');
      return query(own, sql);
    },
    async remove() {
      rmSync(folder, { recursive: true });
      if (isAltered) await query(url, `DROP SCHEMA ${schema} CASCADE`);
      else used.push(await emptied(own, schema));
    },
  };
}

async function createSchema(url: string): Promise<string> {
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  await query(url, `CREATE SCHEMA ${schema}`);
  return schema;
}

/** Takes away all rows but those that tell which steps of the schema are made. */
async function emptied(own: string, schema: string): Promise<string> {
  await query(
    own,
    `DO $$
     DECLARE one record;
     BEGIN
       FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'kysely%'
       LOOP EXECUTE format('DELETE FROM %I', one.tablename); END LOOP;
       FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()
       LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', one.sequencename); END LOOP;
     END $$`,
  );
  return schema;
}

/** URL of the database of this process: what one process drops, another one must not be looking at. */
let database: Promise<string> | undefined;

async function createDatabase(): Promise<string> {
  const response = await fetch(inject('postgresql'));
  const administrator = await response.text();
  if (!response.ok) throw new Error(administrator);
  const name = `tests_${randomUUID().replaceAll('-', '')}`;
  await query(administrator, `CREATE DATABASE ${name}`);
  return administrator.replace('/postgres?', `/${name}?`);
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
