import { DatabaseSync } from 'node:sqlite';
import { SqliteDialect, type SqliteStatement } from 'kysely';

/**
 * Kysely's SQLite dialect on the SQLite that comes with Node.
 *
 * @param path of the file, or `:memory:`
 */
export function nodeSqliteDialect(path: string): SqliteDialect {
  // 5 s: a backup tool may hold the file for a moment
  const database = new DatabaseSync(path, { timeout: 5000 });
  // FULL: an acknowledged job survives a power cut; WAL: one fsync per commit
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  // the service has a few dozen texts in all; none of them carries a value
  const statements = new Map<string, SqliteStatement>();
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const known = statements.get(sql) ?? (sql === 'rollback' ? rollback(database) : toStatement(database, sql));
        statements.set(sql, known);
        return known;
      },
    },
  });
}

/** On a full disk SQLite has rolled back by itself; another rollback would fail, and hide why. */
function rollback(database: DatabaseSync): SqliteStatement {
  const statement = toStatement(database, 'rollback');
  const none = { changes: 0, lastInsertRowid: 0 };
  return { ...statement, run: (parameters) => (database.isTransaction ? statement.run(parameters) : none) };
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
