import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { AlaasError } from '@alaas/core';
import { migrations } from './migrations.ts';

/** The embedded index of one data folder: datasets, contents, and where their features lie. */
export interface Database {
  /** A prepared statement, made once per text. */
  prepare(sql: string): StatementSync;
  /** Runs `work` in one transaction: all of it or nothing. */
  transaction<T>(work: () => T): T;
  /** Rows written since it was opened: unchanged means that nothing was. */
  readonly changes: number;
  close(): void;
}

/**
 * Pages of the log, 16 MiB, after which they move to the file itself. Ids in no order touch a page of their own for
 * almost every item: a longer log moves a page once that was written many times. A start after a crash reads it whole.
 */
const LOG_PAGES = 4096;

/**
 * Opens or creates `<folder>/store.db`.
 *
 * @throws AlaasError `STORE_CORRUPT` when the file is not ours or newer than this program
 */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'store.db');
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    // FULL: an acknowledged item survives a power cut; WAL: readers never wait
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;');
    database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES};`);
    migrate(database, path);
  } catch (error) {
    database.close();
    throw storeError(error, path);
  }
  const countChanges = database.prepare('SELECT total_changes() AS n');
  const statements = new Map<string, StatementSync>();
  let depth = 0;
  return {
    prepare(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        statements.set(sql, statement);
      }
      return statement;
    },
    transaction(work) {
      if (depth > 0) return work();
      try {
        database.exec('BEGIN IMMEDIATE');
        depth++;
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw storeError(error, path);
      } finally {
        depth = 0;
      }
    },
    get changes() {
      return Number(countChanges.get()?.n);
    },
    close: () => database.close(),
  };
}

function migrate(database: DatabaseSync, path: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > migrations.length) {
    throw new AlaasError(
      'STORE_CORRUPT',
      `${path} was written by a newer ALaaS (schema ${version}, this one knows ${migrations.length}). Update ALaaS or choose another folder.`,
    );
  }
  for (let next = version; next < migrations.length; next++) {
    database.exec(`BEGIN IMMEDIATE; ${migrations[next]}; PRAGMA user_version = ${next + 1}; COMMIT;`);
  }
}

/** The error of ours that a failed read or write of the store stands for. */
export function storeError(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  const text = error.message;
  if (code === 'ENOSPC' || code === 'EDQUOT' || /disk is full/i.test(text)) {
    return new AlaasError('STORE_FULL', `No space left for ${path}. Free some and repeat: what was finished is kept.`, {
      cause: error,
    });
  }
  if (/database is locked|busy/i.test(text)) {
    return new AlaasError('STORE_LOCKED', `${path} is locked by another process. Stop it and repeat.`, {
      cause: error,
    });
  }
  if (/not a database|malformed/i.test(text)) {
    return new AlaasError(
      'STORE_CORRUPT',
      `${path} is damaged. Move the folder away; features are made again from the sources.`,
      { cause: error },
    );
  }
  return error;
}
