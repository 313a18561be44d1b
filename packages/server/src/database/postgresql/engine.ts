import { AlaasError } from '@alaas/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { DatabaseEngine } from '../database-engine.ts';
import type { Tables } from '../schema.ts';
import { postgresqlDialect } from './dialect.ts';
import { explainPostgresql, isUndone } from './errors.ts';
import { createTurns } from './turns.ts';
import { parserOf } from './values.ts';

/** Connections at once of one process. PostgreSQL allows 100 in all unless told otherwise. */
const maxConnections = 10;

/** Milliseconds that a call waits for a connection. */
const connectTimeoutMs = 5000;

/**
 * PostgreSQL, somewhere else. Connects with the first query.
 *
 * @param lockTimeoutMs milliseconds that a transaction waits for a lock of another process
 * @throws AlaasError `INVALID_CONFIG` when the URL is none
 */
export async function openPostgresql(url: string, lockTimeoutMs = 30_000): Promise<DatabaseEngine> {
  // most services never need it
  const { default: pg } = await import('pg');
  const place = placeOf(url, pg.Client);
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    fallback_application_name: 'alaas',
    types: { getTypeParser: (type: number, format) => parserOf(type) ?? pg.types.getTypeParser(type, format) },
  });
  // a connection that breaks while nobody waits for it has left the pool by itself; without a listener it would end
  // the process
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  const turns = createTurns();
  return {
    place,
    dialect: postgresqlDialect(pool),
    findSchema: (db) => findSchema(db, place),
    check: (db) => check(db, place),
    // those of this process wait in line without a connection, and leave some for the others
    write: (db, lock, work) =>
      turns.take(lock, () =>
        db.transaction().execute(async (transaction) => {
          await waitForLock(transaction, lock, lockTimeoutMs);
          return await work(transaction);
        }),
      ),
    isUndone,
    explain: (error) => explainPostgresql(error, place),
  };
}

/** Host, port and database as the driver understands the URL: everything but who connects, and by what password. */
function placeOf(url: string, Client: typeof import('pg').Client): string {
  try {
    if (!/^postgres(ql)?:\/\//.test(url)) throw new TypeError('not of PostgreSQL');
    const { host, port, database } = new Client({ connectionString: url });
    return `PostgreSQL database ${database} at ${host.startsWith('/') ? host : `${host}:${port}`}`;
  } catch {
    // no cause: it could hold the URL
    throw new AlaasError(
      'INVALID_CONFIG',
      'The database is no URL of PostgreSQL. Write it as postgres://user:password@host:5432/name, with %XX for special characters.',
    );
  }
}

async function findSchema(db: Kysely<Tables>, place: string): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db);
  const name = rows[0]?.name;
  if (name === undefined || name === null) {
    throw new AlaasError(
      'INVALID_CONFIG',
      `${place} has no schema of those on the search path. Create one: CREATE SCHEMA, or correct the search path.`,
    );
  }
  return name;
}

/** 11.0: the locks hash their names with a function that came then. */
const oldestVersion = 110_000;

async function check(db: Kysely<Tables>, place: string): Promise<string> {
  const { rows } = await sql<{ version: string; number: number; mayCreate: boolean; isReadOnly: boolean }>`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::int as number,
      has_schema_privilege(current_schema(), 'create') as "mayCreate",
      current_setting('transaction_read_only') = 'on' as "isReadOnly"
  `.execute(db);
  const [{ version, number, mayCreate, isReadOnly } = { version: '', number: 0, mayCreate: false, isReadOnly: true }] =
    rows;
  if (number < oldestVersion) {
    throw new AlaasError('INVALID_CONFIG', `${place} is PostgreSQL ${version}. Update it to 11 or newer.`);
  }
  if (isReadOnly) {
    throw new AlaasError('NOT_READY', `${place} only takes readers. Name the primary server in \`database\`.`);
  }
  if (!mayCreate) {
    throw new AlaasError(
      'INVALID_CONFIG',
      `${place} does not let this user make tables. GRANT CREATE ON SCHEMA to it, or name another user in \`database\`.`,
    );
  }
  return `PostgreSQL ${version}`;
}

/**
 * Ends with the transaction. The default isolation, read committed, is the right one: each statement after this one
 * sees what the lock's last holder wrote, while a snapshot would have been taken before the wait.
 */
async function waitForLock(transaction: Transaction<Tables>, name: string, timeoutMs: number): Promise<void> {
  await sql`
    with patience as (select set_config('lock_timeout', ${`${timeoutMs}ms`}, true))
    select pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || ${name}, 0)) from patience
  `.execute(transaction);
}

function ignore(): void {
  // the next call opens another connection
}
