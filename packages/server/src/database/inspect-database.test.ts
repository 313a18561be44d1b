import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { inspectDatabase } from './inspect-database.ts';
import { migrations } from './migrations.ts';
import { describeEngines, describePostgresql, type TestPlace } from './testing/engines.ts';

const all = Object.keys(migrations).length;
const refused = (code: Parameters<typeof isAlaasError>[1], text: string) => (error: unknown) =>
  isAlaasError(error, code) && error.message.includes(text);

let test: TestPlace;

afterEach(() => test.remove());

describeEngines('inspectDatabase', (make, engine) => {
  const product = engine === 'embedded' ? /^SQLite 3\.\d+/ : /^PostgreSQL \d+/;

  beforeEach(async () => {
    test = await make({ isFresh: true });
  });

  it('finds a new database empty, and leaves it so', async () => {
    const state = await inspectDatabase(test.place);
    expect(state).toMatchObject({ steps: 0, due: all });
    expect(readdirSync(test.place.folder)).toEqual([]);
    expect(await inspectDatabase(test.place)).toEqual(state);
    if (engine === 'postgresql') expect(state.version).toMatch(product);
    else expect(state.version).toBeUndefined();
  });

  it('finds one that is up to date, and says what is lacking in an older one', async () => {
    const database = await openDatabase(test.place);
    const current = await inspectDatabase(test.place);
    expect(current).toMatchObject({ steps: all, due: 0 });
    expect(current.version).toMatch(product);
    await database.close();
    await test.query("DELETE FROM kysely_migration WHERE name >= '0006'");
    expect(await inspectDatabase(test.place)).toMatchObject({ steps: 5, due: all - 5 });
  });

  it('refuses one that a newer program has written', async () => {
    await (await openDatabase(test.place)).close();
    await test.query("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')");
    await expect(inspectDatabase(test.place)).rejects.toSatisfy(refused('STORE_CORRUPT', 'newer ALaaS'));
  });

  if (engine === 'postgresql') return;

  it('says that a file is damaged, or cannot be opened', async () => {
    const file = join(test.place.folder, 'server.db');
    writeFileSync(file, 'This was a database once. '.repeat(200));
    await expect(inspectDatabase(test.place)).rejects.toSatisfy(refused('STORE_CORRUPT', file));
    const folder = join(test.place.folder, 'other');
    mkdirSync(join(folder, 'server.db'), { recursive: true });
    await expect(inspectDatabase({ folder })).rejects.toSatisfy(refused('NOT_READY', 'cannot be written'));
  });
});

describePostgresql('inspectDatabase', (make) => {
  beforeEach(async () => {
    test = await make({ isFresh: true });
  });

  it('says that nobody answers, without the password', async () => {
    // a port that was free a moment ago
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
    });
    const url = `postgres://ann:hunter2@127.0.0.1:${port}/labels`;
    const failure = await inspectDatabase({ folder: undefined, url }).catch((error: unknown) => error);
    expect(failure).toSatisfy(refused('NOT_READY', `127.0.0.1:${port}`));
    expect(String(failure)).not.toContain('hunter2');
  });

  it('says that it only takes readers, or lets this user make no tables', async () => {
    const { url = '' } = test.place;
    const reader = url.replace('options=', 'options=-cdefault_transaction_read_only%3Don%20');
    expect(reader).not.toBe(url);
    await expect(inspectDatabase({ ...test.place, url: reader })).rejects.toSatisfy(
      refused('NOT_READY', 'only takes readers'),
    );
    const [{ role } = { role: '' }] = await test.query("SELECT 'guest_' || md5(current_schema()) AS role");
    const [{ schema } = { schema: '' }] = await test.query('SELECT current_schema() AS schema');
    await test.query(`CREATE ROLE ${role} LOGIN`);
    await test.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
    try {
      const guest = url.replace('options=', `options=-crole%3D${role}%20`);
      await expect(inspectDatabase({ ...test.place, url: guest })).rejects.toSatisfy(
        refused('INVALID_CONFIG', 'make tables'),
      );
    } finally {
      await test.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
