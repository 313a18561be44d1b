import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, inject } from 'vitest';
import type { DatabasePlace } from '../connection.ts';
import { findPrograms } from './cluster.ts';

/** An empty place for a database of one test. */
export interface TestPlace {
  readonly place: DatabasePlace & { readonly folder: string };
  /** Speaks SQL past our code; gives the rows. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

const absent = findPrograms() === undefined ? ' (skipped: Debian package postgresql is not installed)' : '';

/**
 * The same tests on either engine. `make` gives each test a place of its own, which it removes; `engine` is for those that
 * do less where it costs more.
 */
export function describeEngines(
  title: string,
  tests: (make: () => Promise<TestPlace>, engine: 'embedded' | 'postgresql') => void,
): void {
  describe(`${title}, embedded`, () => tests(makeEmbedded, 'embedded'));
  describePostgresql(title, (make) => tests(make, 'postgresql'));
}

/** Tests of what only PostgreSQL does. */
export function describePostgresql(title: string, tests: (make: () => Promise<TestPlace>) => void): void {
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

async function makePostgresql(): Promise<TestPlace> {
  database ??= createDatabase();
  const url = await database;
  const folder = mkdtempSync(join(tmpdir(), 'alaas-database-'));
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  await query(url, `CREATE SCHEMA ${schema}`);
  const own = `${url}&options=-csearch_path%3D${schema}`;
  return {
    place: { folder, url: own },
    query: (sql) => query(own, sql),
    async remove() {
      rmSync(folder, { recursive: true });
      await query(url, `DROP SCHEMA ${schema} CASCADE`);
    },
  };
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
