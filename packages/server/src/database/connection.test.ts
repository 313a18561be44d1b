import { AlaasError, isAlaasError } from '@alaas/core';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connection, openConnection } from './connection.ts';
import { describeEngines, type TestPlace } from './testing/engines.ts';

/** A table of every type of column, for these tests alone. */
interface Sample {
  sample: { number: number | null; whole: number; part: number; name: string; bytes: Uint8Array };
}

describeEngines('openConnection', (make) => {
  let test: TestPlace;
  let connection: Connection;

  beforeEach(async () => {
    test = await make({ isFresh: true });
    connection = await openConnection(test.place);
  });

  afterEach(async () => {
    await connection.close();
    await test.remove();
  });

  /** Statements on the table of these tests. */
  function sample<T>(work: (db: Kysely<Sample>) => Promise<T>): Promise<T> {
    return connection.run((db) => work(db as unknown as Kysely<Sample>));
  }

  async function createSample(): Promise<void> {
    await connection.run((db) =>
      db.schema
        .createTable('sample')
        .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('whole', 'integer', (column) => column.notNull())
        .addColumn('part', 'real', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('bytes', 'blob', (column) => column.notNull())
        .addUniqueConstraint('sample_whole_name', ['whole', 'name'])
        .execute(),
    );
  }

  const row = { whole: 2 ** 53 - 1, part: 0.1, name: 'ä "b" \\ \u{1f600}', bytes: new Uint8Array([0, 255, 7]) };

  it('gives back whole numbers, fractions, texts and bytes as they were', async () => {
    await createSample();
    await sample((db) => db.insertInto('sample').values(row).execute());
    const [found] = await sample((db) => db.selectFrom('sample').selectAll().execute());
    expect({ ...found, bytes: [...(found?.bytes ?? [])] }).toEqual({ ...row, number: 1, bytes: [0, 255, 7] });
  });

  it('counts, adds up, takes means and compares to numbers', async () => {
    await createSample();
    const rows = [1, 2].map((whole) => ({ ...row, whole }));
    await sample((db) => db.insertInto('sample').values(rows).execute());
    const found = await sample((db) =>
      db
        .selectFrom('sample')
        .select(({ fn, eb }) => [
          fn.countAll<number>().as('count'),
          fn.sum<number>('whole').as('sum'),
          fn.avg<number>('whole').as('mean'),
          eb(fn.max('whole'), '>', 1).as('isMore'),
        ])
        .executeTakeFirstOrThrow(),
    );
    expect(found).toEqual({ count: 2, sum: 3, mean: 1.5, isMore: 1 });
  });

  it('orders texts by their bytes, whatever the language of the server', async () => {
    await createSample();
    const rows = ['b', 'ä', 'a', 'B', '_'].map((name) => ({ ...row, name }));
    await sample((db) => db.insertInto('sample').values(rows).execute());
    const found = await sample((db) => db.selectFrom('sample').select('name').orderBy('name').execute());
    expect(found.map(({ name }) => name)).toEqual(['B', '_', 'a', 'b', 'ä']);
  });

  it('says which columns are taken already, and not what is in them', async () => {
    await createSample();
    await sample((db) => db.insertInto('sample').values(row).execute());
    await expect(sample((db) => db.insertInto('sample').values(row).execute())).rejects.toSatisfy(
      (error) =>
        isAlaasError(error, 'CONFLICT') &&
        error.message === 'There is a sample with the same whole and name already.' &&
        JSON.stringify(error.details) === '{"table":"sample","columns":["name","whole"]}',
    );
  });

  it('does one transaction of a lock after another, so that nothing written is lost', async () => {
    await connection.run((db) => db.insertInto('beat').values({ id: 1, at: 0 }).execute());
    const addOne = () =>
      connection.write('beat', async (transaction) => {
        const { at } = await transaction.selectFrom('beat').select('at').executeTakeFirstOrThrow();
        await new Promise((resolve) => setImmediate(resolve));
        await transaction
          .updateTable('beat')
          .set({ at: at + 1 })
          .execute();
        return at;
      });
    const seen = await Promise.all(Array.from({ length: 40 }, addOne));
    expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(await test.query('SELECT at FROM beat')).toEqual([{ at: expect.toSatisfy((at) => Number(at) === 40) }]);
  });

  it('undoes a transaction that throws, and passes on what it threw', async () => {
    const thrown = new AlaasError('NOT_FOUND', 'There is no such thing.');
    const failing = connection.write('beat', async (transaction) => {
      await transaction.insertInto('beat').values({ id: 1, at: 0 }).execute();
      throw thrown;
    });
    await expect(failing).rejects.toBe(thrown);
    expect(await connection.run((db) => db.selectFrom('beat').selectAll().execute())).toEqual([]);
  });

  it('refuses what would wait for its own transaction, and takes it afterwards', async () => {
    const read = () => connection.run((db) => db.selectFrom('beat').selectAll().execute());
    let later: Promise<unknown> | undefined;
    await connection.write('beat', async () => {
      await expect(read()).rejects.toThrow('A transaction is open here');
      await expect(connection.write('other', async () => 1)).rejects.toThrow('A transaction is open here');
      later = new Promise((resolve) => setTimeout(resolve, 0)).then(read);
    });
    await expect(later).resolves.toEqual([]);
  });

  it('changes tables all or not at all', async () => {
    const failing = connection.write('sample', async (transaction) => {
      await transaction.schema.createTable('half').addColumn('a', 'integer').execute();
      await sql`insert into nowhere values (1)`.execute(transaction);
    });
    await expect(failing).rejects.toThrow('nowhere');
    await expect(test.query('SELECT * FROM half')).rejects.toThrow('half');
  });
});
