import { DatabaseSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely';

/** Milliseconds; a backup tool may hold the file for a moment, and nobody else is to be served yet. */
const openWaitMs = 5000;
/** Milliseconds; another process may be in the middle of a short write. */
const lockWaitMs = 10;

/** An open file. */
export interface EmbeddedDatabase {
  readonly dialect: Dialect;
  /**
   * Whether a commit waits for the disk. Without, a power cut may take the last transactions, all of them from some moment
   * on; the end of this process takes none. Not inside a transaction.
   */
  setLasting(isLasting: boolean): void;
}

/**
 * Kysely's SQLite dialect on the SQLite that comes with Node. There is one connection, and who has a transaction on
 * it has it alone.
 *
 * @param path of the file, or `:memory:`
 */
export function openEmbeddedDatabase(path: string): EmbeddedDatabase {
  const database = new DatabaseSync(path, { timeout: openWaitMs });
  // FULL: an acknowledged job survives a power cut; WAL: one fsync per commit
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  // SQLite waits with the whole process: who finds the file held tries again later, and lets others have the thread
  database.exec(`PRAGMA busy_timeout = ${lockWaitMs}`);
  const dialect: Dialect = {
    createDriver: () => new EmbeddedDriver(database),
    createAdapter: () => new EmbeddedAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
  return {
    dialect,
    // SQLite obeys when it reads this, not when it runs: a statement that is kept would do nothing
    setLasting: (isLasting) => database.exec(`PRAGMA synchronous = ${isLasting ? 'FULL' : 'NORMAL'}`),
  };
}

class EmbeddedAdapter extends SqliteAdapter {
  // Kysely is cautious here; SQLite rolls back everything, tables too
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    // the service has a few dozen texts in all; none of them carries a value
    const statements = new Map<string, SqliteStatement>();
    super({
      database: {
        close: () => database.close(),
        prepare(sql) {
          const known = statements.get(sql) ?? toStatement(database, sql);
          statements.set(sql, known);
          return known;
        },
      },
    });
    this.#database = database;
  }

  // a reader that turns writer is refused at once when another process has written meanwhile; a writer waits its turn
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  // after some errors, such as a full disk, SQLite has rolled back by itself
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

type Value = null | number | bigint | string | Uint8Array;

function toStatement(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as Value[])),
    run: (parameters) => statement.run(...(parameters as Value[])),
    iterate: (parameters) => statement.iterate(...(parameters as Value[])),
  };
}
