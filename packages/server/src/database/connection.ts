import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import { Kysely, type Transaction } from 'kysely';
import type { DatabaseEngine } from './database-engine.ts';
import { openEmbedded } from './embedded/engine.ts';
import { migrate } from './migrate.ts';
import { openPostgresql } from './postgresql/engine.ts';
import type { Tables } from './schema.ts';

/** The open database as its tables use it. Errors of the driver become AlaasErrors; those of `work` pass unchanged. */
export interface Connection {
  /** Reads, or one statement that writes. It may be repeated when the database undid it. */
  run<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /**
   * A transaction that sees everything earlier holders of the lock have written, and is alone in having it.
   *
   * @param lock what the writers of the same things agree on: a table's name, `project/<id>`
   * @param work touches nothing but the transaction, and may be repeated when the database undid it
   */
  write<T>(lock: string, work: (transaction: Transaction<Tables>) => Promise<T>, how?: WriteOptions): Promise<T>;
  close(): Promise<void>;
}

export interface WriteOptions {
  /**
   * Whether what is written outlasts a power cut once the promise is kept. Without, it does as soon as anything lasting is
   * written after it: what may be lost is the end of the story, never its middle. Waiting for a disk takes SQLite the
   * thread that everybody else needs. Default: true.
   */
  readonly isLasting?: boolean;
}

/** Where a database is. */
export interface DatabasePlace {
  /** Of the store; undefined keeps what is not in PostgreSQL in memory. */
  readonly folder: string | undefined;
  /** `postgres://user:password@host:port/name`. Default: the file `server.db` in the folder. */
  readonly url?: string | undefined;
  /** Milliseconds that a transaction waits for one of another process, in PostgreSQL. Default: 30,000. */
  readonly lockTimeoutMs?: number | undefined;
}

/** @throws AlaasError what {@link openDatabase} throws */
export async function openConnection(place: DatabasePlace): Promise<Connection> {
  const engine = await openEngine(place);
  const db = new Kysely<Tables>({ dialect: engine.dialect });
  try {
    await repeat(engine, () => migrate(db, engine));
  } catch (error) {
    await db.destroy();
    throw engine.explain(error);
  }
  return createConnection(db, engine);
}

export async function openEngine({ folder, url, lockTimeoutMs }: DatabasePlace): Promise<DatabaseEngine> {
  return url === undefined ? openEmbedded(folder) : await openPostgresql(url, lockTimeoutMs);
}

/** Milliseconds before each further try of what the database undid: some 4 s in all, for a backup that takes a moment. */
const pauses = [5, 25, 125, 625, 1250, 2000];

function createConnection(db: Kysely<Tables>, engine: DatabaseEngine): Connection {
  const transactions = new AsyncLocalStorage<{ isOpen: boolean }>();
  return {
    run: (work) => attempt(() => work(db)),
    write: (lock, work, { isLasting = true } = {}) =>
      attempt(() => engine.write(db, lock, (transaction) => inside(() => work(transaction)), isLasting)),
    close: () => db.destroy(),
  };

  async function inside<T>(work: () => Promise<T>): Promise<T> {
    const state = { isOpen: true };
    try {
      return await transactions.run(state, work);
    } finally {
      state.isOpen = false;
    }
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    // SQLite's only connection is taken: this would wait for itself
    if (transactions.getStore()?.isOpen) throw new Error('A transaction is open here. Use it for everything inside.');
    try {
      return await repeat(engine, work);
    } catch (error) {
      throw engine.explain(error);
    }
  }
}

/** Does the work, again where the database undid it. */
export async function repeat<T>(engine: Pick<DatabaseEngine, 'isUndone'>, work: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!engine.isUndone(error)) throw error;
      await setTimeout(pause);
    }
  }
  return await work();
}
