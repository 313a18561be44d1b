import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { isAlaasError } from '@alaas/core';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openConnection } from '../connection.ts';
import type { Tables } from '../schema.ts';

describe('openEmbedded', () => {
  let folder: string;
  let connection: Connection;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alaas-embedded-'));
    connection = await openConnection({ folder });
  });

  afterEach(async () => {
    await connection.close();
    rmSync(folder, { recursive: true });
  });

  it('holds the file against other writers from the start of a transaction', async () => {
    const other = new DatabaseSync(join(folder, 'server.db'), { timeout: 0 });
    const write = () => other.exec('INSERT INTO beat VALUES (1, 1)');
    await connection.write('beat', async () => expect(write).toThrow('database is locked'));
    expect(write).not.toThrow();
    other.close();
  });

  it('waits for the disk at the end of a transaction, but not of one that need not last', async () => {
    // 2: at every commit; 1: at checkpoints. A text of its own each time: SQLite answers when it reads the statement
    const levels: unknown[] = [];
    const look = async (db: Kysely<Tables>): Promise<void> => {
      const { rows } = await sql.raw(`PRAGMA synchronous -- ${levels.length}`).execute(db);
      levels.push(...rows);
    };
    await connection.write('beat', look);
    await connection.write('beat', look, { isLasting: false });
    const failing = connection.write('beat', () => Promise.reject(new Error('no')), { isLasting: false });
    await expect(failing).rejects.toThrow('no');
    await connection.run(look);
    expect(levels).toEqual([{ synchronous: 2 }, { synchronous: 1 }, { synchronous: 2 }]);
  });

  it('waits for a file that another process holds, and leaves the thread to others meanwhile', async () => {
    const other = new DatabaseSync(join(folder, 'server.db'), { timeout: 0 });
    other.exec('BEGIN EXCLUSIVE');
    const written = connection.write('beat', (transaction) =>
      transaction.insertInto('beat').values({ id: 1, at: 7 }).execute(),
    );
    let longestMs = 0;
    for (let turns = 0, last = performance.now(); turns < 20; turns++) {
      await setTimeout(10);
      const now = performance.now();
      longestMs = Math.max(longestMs, now - last);
      last = now;
    }
    other.exec('COMMIT');
    await written;
    expect(await connection.run((db) => db.selectFrom('beat').select('at').execute())).toEqual([{ at: 7 }]);
    // SQLite's own wait would have held the thread all the time
    expect(longestMs).toBeLessThan(1000);
    other.close();
  });

  it('says that another process holds the file when that goes on, and writes again afterwards', async () => {
    const other = new DatabaseSync(join(folder, 'server.db'), { timeout: 0 });
    other.exec('BEGIN EXCLUSIVE');
    const write = () =>
      connection.run((db) =>
        db
          .insertInto('beat')
          .values({ id: 1, at: 7 })
          .execute()
          .then(() => 'written'),
      );
    await expect(write()).rejects.toSatisfy((error) => isAlaasError(error, 'STORE_LOCKED'));
    other.exec('ROLLBACK');
    expect(await write()).toBe('written');
    other.close();
  });

  it('says that the disk is full, keeps what was there, and goes on once there is room', async () => {
    await connection.run((db) => db.insertInto('beat').values({ id: 1, at: 7 }).execute());
    // SQLite answers a limit of its own as it answers a full disk
    const limit = (pages: number) => connection.run((db) => sql.raw(`PRAGMA max_page_count = ${pages}`).execute(db));
    await limit(1);
    const fill = () =>
      connection.write('dataset', async (transaction) => {
        await transaction.updateTable('beat').set({ at: 8 }).execute();
        const id = 'x'.repeat(1_000_000);
        await transaction.insertInto('dataset').values({ store: '', id, access: 'local', model_open: 0 }).execute();
      });
    await expect(fill()).rejects.toSatisfy((error) => isAlaasError(error, 'STORE_FULL'));
    expect(await connection.run((db) => db.selectFrom('beat').select('at').execute())).toEqual([{ at: 7 }]);
    await limit(1_000_000);
    await fill();
    expect(await connection.run((db) => db.selectFrom('beat').select('at').execute())).toEqual([{ at: 8 }]);
  });
});
