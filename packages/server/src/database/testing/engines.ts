import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, inject } from 'vitest';
import type { DatabasePlace } from '../database.ts';
import { findPrograms } from './cluster.ts';

/** An empty place for a database of one test. */
export interface TestPlace {
  readonly place: DatabasePlace;
  /** Speaks SQL past our code; gives the rows. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

const absent = findPrograms() === undefined ? ' (skipped: Debian package postgresql is not installed)' : '';

/** The same tests on either engine. `make` gives each test a place of its own, which it removes. */
export function describeEngines(title: string, tests: (make: () => Promise<TestPlace>) => void): void {
  describe(`${title}, embedded`, () => tests(makeEmbedded));
  describePostgresql(title, tests);
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
  const response = await fetch(inject('postgresql'));
  const administrator = await response.text();
  if (!response.ok) throw new Error(administrator);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(administrator, `CREATE DATABASE ${name}`);
  const url = administrator.replace('/postgres?', `/${name}?`);
  return {
    place: { url },
    query: (sql) => query(url, sql),
    remove: async () => {
      await query(administrator, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
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
