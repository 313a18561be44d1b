import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Connection, openConnection } from '../connection.ts';
import { describePostgresql, type TestPlace } from '../testing/engines.ts';
import { openPostgresql } from './engine.ts';

describePostgresql('openPostgresql', (make) => {
  let test: TestPlace;
  const open: Connection[] = [];

  beforeEach(async () => {
    test = await make({ isFresh: true });
  });

  afterEach(async () => {
    for (const connection of open.splice(0)) await connection.close();
    await test.remove();
  });

  async function openHere(lockTimeoutMs?: number): Promise<Connection> {
    const connection = await openConnection({ ...test.place, lockTimeoutMs });
    open.push(connection);
    return connection;
  }

  function rows(connection: Connection): Promise<unknown[]> {
    return connection.run((db) => db.selectFrom('beat').selectAll().execute());
  }

  /** As when the server restarts. Ends with the connections ended. */
  async function breakConnections(): Promise<void> {
    const own = 'datname = current_database() AND pid <> pg_backend_pid()';
    await test.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE ${own}`);
  }

  it('has locks that hold between processes', async () => {
    const [one, other] = [await openHere(), await openHere()];
    await one.run((db) => db.insertInto('beat').values({ id: 1, at: 0 }).execute());
    const addOne = (connection: Connection) =>
      connection.write('beat', async (transaction) => {
        const { at } = await transaction.selectFrom('beat').select('at').executeTakeFirstOrThrow();
        await transaction
          .updateTable('beat')
          .set({ at: at + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 20 }, (_, i) => addOne(i % 2 === 0 ? one : other)));
    expect(await rows(one)).toEqual([{ id: 1, at: 20 }]);
  });

  it('keeps connections for others while more wait for a lock than there are connections', async () => {
    const connection = await openHere();
    const held = Promise.withResolvers<void>();
    const waiting = Array.from({ length: 30 }, () => connection.write('busy', () => held.promise));
    expect(await rows(connection)).toEqual([]);
    expect(await connection.write('free', async () => 'done')).toBe('done');
    held.resolve();
    await Promise.all(waiting);
  });

  it('says so when another process holds a lock for too long', async () => {
    const [one, other] = [await openHere(), await openHere(20)];
    const held = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const holding = one.write('busy', async () => {
      entered.resolve();
      await held.promise;
    });
    await entered.promise;
    await expect(other.write('busy', async () => 1)).rejects.toSatisfy((error) => isAlaasError(error, 'STORE_LOCKED'));
    expect(await other.write('free', async () => 'done')).toBe('done');
    held.resolve();
    await holding;
    expect(await other.write('busy', async () => 'done')).toBe('done');
  });

  it('repeats a transaction that PostgreSQL ended because of a deadlock', async () => {
    const connection = await openHere();
    await connection.run((db) =>
      db
        .insertInto('beat')
        .values([1, 2].map((id) => ({ id, at: 0 })))
        .execute(),
    );
    let starts = 0;
    const both = Promise.withResolvers<void>();
    const change = (first: number, second: number) =>
      connection.write(`lock-${first}`, async (transaction) => {
        starts++;
        const add = async (id: number) => {
          await transaction
            .updateTable('beat')
            .set(({ eb }) => ({ at: eb('at', '+', 1) }))
            .where('id', '=', id)
            .execute();
        };
        await add(first);
        if (starts === 2) both.resolve();
        await both.promise;
        await add(second);
      });
    await Promise.all([change(1, 2), change(2, 1)]);
    expect(starts).toBe(3);
    expect(await connection.run((db) => db.selectFrom('beat').selectAll().orderBy('id').execute())).toEqual([
      { id: 1, at: 2 },
      { id: 2, at: 2 },
    ]);
  });

  it('goes on after connections broke while nobody used them', async () => {
    const connection = await openHere();
    await Promise.all([1, 2, 3].map(() => rows(connection)));
    await breakConnections();
    // the news may still be on its way to this process
    await rows(connection).catch((error: unknown) => expect(isAlaasError(error, 'NOT_READY')).toBe(true));
    expect(await Promise.all([1, 2, 3, 4].map(() => rows(connection)))).toEqual([[], [], [], []]);
  });

  it('fails with NOT_READY when the connection breaks within a transaction, and goes on with the next one', async () => {
    const connection = await openHere();
    const broken = connection.write('beat', async (transaction) => {
      await transaction.insertInto('beat').values({ id: 1, at: 0 }).execute();
      await breakConnections();
      // meanwhile the connection's end arrives, when no query of it is under way
      await test.query('SELECT 1');
      await transaction.insertInto('beat').values({ id: 2, at: 0 }).execute();
    });
    await expect(broken).rejects.toSatisfy((error) => isAlaasError(error, 'NOT_READY'));
    expect(await rows(connection)).toEqual([]);
  });

  it('refuses a text that PostgreSQL cannot hold, as a fault of the request', async () => {
    const connection = await openHere();
    const find = connection.run((db) => db.selectFrom('job').select('id').where('id', '=', 'a\0b').execute());
    await expect(find).rejects.toSatisfy((error) => isAlaasError(error, 'INVALID_REQUEST'));
  });

  it('says what is missing: the database, its schema, the right to make tables', async () => {
    const { url = '' } = test.place;
    const schema = /test_\w+$/.exec(url)?.[0] ?? '';
    await test.query(`CREATE ROLE guest LOGIN; GRANT USAGE ON SCHEMA ${schema} TO guest`);
    const wrong = {
      database: url.replace(/\/tests_\w+/, '/nowhere'),
      schema: url.replace(schema, 'nowhere'),
      right: url.replace('alaas@', 'guest@'),
    };
    const messages = await Promise.all(
      Object.values(wrong).map((url) =>
        openConnection({ folder: undefined, url }).catch((error: unknown) =>
          isAlaasError(error, 'INVALID_CONFIG') ? error.message : error,
        ),
      ),
    );
    await test.query('DROP OWNED BY guest; DROP ROLE guest');
    expect(messages).toEqual([
      expect.stringMatching(/nowhere.*does not exist/),
      expect.stringContaining('has no schema'),
      expect.stringMatching(/permission denied/),
    ]);
  });
});

describe('openPostgresql', () => {
  it('names host, port and database when nothing listens there, and nothing secret', async () => {
    const url = 'postgres://ann:hunter2@127.0.0.1:1/labels';
    await expect(openConnection({ folder: undefined, url })).rejects.toSatisfy(
      (error) =>
        isAlaasError(error, 'NOT_READY') &&
        error.message.startsWith('PostgreSQL database labels at 127.0.0.1:1 cannot be reached (ECONNREFUSED).') &&
        !JSON.stringify([error.message, error.details, String(error.cause)]).includes('hunter2'),
    );
  });

  it.each(['mysql://ann:hunter2@host/labels', 'postgres://ann:hunter2@host:many/labels', 'hunter2'])(
    'refuses %s without saying it again',
    async (url) => {
      const error: unknown = await openPostgresql(url).catch((thrown: unknown) => thrown);
      if (!isAlaasError(error, 'INVALID_CONFIG')) throw error;
      expect([error.message, error.cause, error.details].join()).not.toContain('hunter2');
    },
  );

  it.each([
    ['postgres://ann@db.example/labels', 'PostgreSQL database labels at db.example:5432'],
    ['postgresql://db.example:6543/labels?sslmode=verify-full', 'PostgreSQL database labels at db.example:6543'],
    ['postgres://ann@/labels?host=/run/postgresql', 'PostgreSQL database labels at /run/postgresql'],
    ['postgres://ann:p%40ss@[::1]/labels', 'PostgreSQL database labels at ::1:5432'],
  ])('calls %s "%s"', async (url, place) => {
    expect((await openPostgresql(url)).place).toBe(place);
  });
});
