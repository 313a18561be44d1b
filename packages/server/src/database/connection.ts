import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { DatabaseEngine } from './database-engine.ts';
import type { Tables } from './schema.ts';

/** The open database as its tables use it. Errors of the driver become AlaasErrors; those of `work` pass unchanged. */
export interface Connection {
  /** Reads, or one statement that writes. It may be repeated when the database undid it. */
  run<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /**
   * A transaction that sees everything earlier holders of the lock have written, and is alone in having it.
   *
   * @param lock what the writers of the same things agree on: a table's name, `project/<id>`
   * @param work touches nothing but the transaction, which may be repeated when the database undid it
   */
  write<T>(lock: string, work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>;
}

/** Milliseconds before each further try of what the database undid. */
const pauses = [5, 25, 125, 625];

export function createConnection(db: Kysely<Tables>, engine: DatabaseEngine): Connection {
  const transactions = new AsyncLocalStorage<{ isOpen: boolean }>();
  return {
    run: (work) => attempt(() => work(db)),
    write: (lock, work) => attempt(() => engine.write(db, lock, (transaction) => inside(() => work(transaction)))),
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
    for (const pause of pauses) {
      try {
        return await work();
      } catch (error) {
        if (!engine.isUndone(error)) throw engine.explain(error);
        await setTimeout(pause);
      }
    }
    try {
      return await work();
    } catch (error) {
      throw engine.explain(error);
    }
  }
}
