import { tmpdir } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { isAlaasError } from '@alaas/core';
import { expect, it } from 'vitest';
import { explainSqlite } from './errors.ts';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

it('tells a full disk', () => {
  const database = new DatabaseSync(':memory:');
  // SQLite answers a limit of its own as it answers a full disk
  database.exec('CREATE TABLE big (a); PRAGMA max_page_count = 3');
  const error = thrownBy(() => database.exec('INSERT INTO big VALUES (zeroblob(100000))'));
  expect(isAlaasError(explainSqlite(error, 'server.db'), 'STORE_FULL')).toBe(true);
  expect(explainSqlite(error, 'server.db')).toMatchObject({ message: expect.stringContaining('server.db') });
});

it('tells a file that another process holds', () => {
  const path = `file:alaas-errors-test?mode=memory&cache=shared`;
  const [one, other] = [new DatabaseSync(path), new DatabaseSync(path)];
  one.exec('CREATE TABLE a (b); BEGIN IMMEDIATE; INSERT INTO a VALUES (1)');
  const error = thrownBy(() => other.exec('INSERT INTO a VALUES (2)'));
  expect(isAlaasError(explainSqlite(error, 'server.db'), 'STORE_LOCKED')).toBe(true);
  one.close();
  other.close();
});

it('tells a disk that cannot be written', () => {
  // what SQLite makes of a write beyond a quota: SQLITE_IOERR_WRITE
  const error = Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 778 });
  expect(isAlaasError(explainSqlite(error, 'server.db'), 'NOT_READY')).toBe(true);
});

it('tells a file that only takes readers, and one that is none', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE a (b); PRAGMA query_only = 1');
  const written = thrownBy(() => database.exec('INSERT INTO a VALUES (1)'));
  const opened = thrownBy(() => new DatabaseSync(tmpdir()));
  for (const error of [written, opened]) {
    expect(isAlaasError(explainSqlite(error, 'server.db'), 'NOT_READY')).toBe(true);
    expect(explainSqlite(error, 'server.db')).toMatchObject({ message: expect.stringContaining('who may write') });
  }
});

it('passes on faults of the program', () => {
  const error = thrownBy(() => new DatabaseSync(':memory:').exec('SELEC'));
  expect(explainSqlite(error, 'server.db')).toBe(error);
});
