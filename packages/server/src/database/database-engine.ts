import type { Dialect, Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** What SQLite and PostgreSQL do differently; all other code of this folder is the same for both. */
export interface DatabaseEngine {
  /** What messages call the database. Holds no password. */
  readonly place: string;
  /** Takes SQLite's words for the types of columns: integer, real, text, blob. */
  readonly dialect: Dialect;
  /** The schema that unqualified names of tables stand for, where the engine has such a thing. */
  findSchema(db: Kysely<Tables>): Promise<string | undefined>;
  /**
   * Its product and version, where that is one that the service can use.
   *
   * @throws AlaasError `INVALID_CONFIG` for one that is too old, or that this user may not make tables in; `NOT_READY` for one
   *   that only takes readers
   */
  check(db: Kysely<Tables>): Promise<string>;
  /**
   * {@link Connection.write}, with errors as the driver throws them.
   *
   * @param isLasting false where the engine need not wait for the disk
   */
  write<T>(
    db: Kysely<Tables>,
    lock: string,
    work: (transaction: Transaction<Tables>) => Promise<T>,
    isLasting: boolean,
  ): Promise<T>;
  /** Whether the database has undone or refused the work because of what others did at that moment. */
  isUndone(error: unknown): boolean;
  /** The error of ours that a failed read or write stands for; others pass unchanged. */
  explain(error: unknown): unknown;
}
