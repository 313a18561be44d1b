import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isAlaasError } from '@alaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caller, openProject, project, type TestProject } from '../projects/project.fixture.ts';

const { exec } = DatabaseSync.prototype;
let folder: string;
let one: TestProject;
/** The connection of the service. */
let connection: DatabaseSync;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-faults-'));
  DatabaseSync.prototype.exec = function (text) {
    connection = this;
    exec.call(this, text);
  };
  one = await openProject({}, 2000, { folder });
  DatabaseSync.prototype.exec = exec;
});

afterEach(async () => {
  await one.close();
  rmSync(folder, { recursive: true });
});

const ann = caller('ann');
const answer = (from: number, to = from + 1) =>
  one.queue.respond(
    project,
    ann,
    one.choices.pool.slice(from, to).map((item) => ({ item, value: 'spam', note: 'n'.repeat(500) })),
  );
const mine = async () => (await one.queue.next(project, ann, { n: 1, anyway: false })).mine;

describe('a full disk', () => {
  it('refuses an answer clearly, keeps those before it, and takes it once there is room', async () => {
    await answer(0);
    const { page_count: pages } = connection.prepare('PRAGMA page_count').get() as { page_count: number };
    connection.exec(`PRAGMA max_page_count = ${pages + 20}`);
    let taken = 1;
    let refusal: unknown;
    for (; taken < 2000 && refusal === undefined; taken++) {
      await answer(taken).catch((error: unknown) => {
        refusal = error;
        taken--;
      });
    }
    expect(isAlaasError(refusal, 'STORE_FULL')).toBe(true);
    expect(one.events.filter(({ type }) => type === 'response.created')).toHaveLength(taken);
    connection.exec('PRAGMA max_page_count = 1000000');
    expect(await mine()).toBe(taken);
    expect((await answer(taken)).items).toMatchObject([{ response: { item: `item-${taken}` } }]);
    expect(await mine()).toBe(taken + 1);
  });
});

describe('a database that another program holds', () => {
  it('is waited for a while, then said to be locked; what came before is there', async () => {
    await answer(0);
    // the wait itself is SQLite's; here it is short
    connection.exec('PRAGMA busy_timeout = 50');
    const other = new DatabaseSync(join(folder, 'server.db'));
    other.exec('BEGIN IMMEDIATE');
    const refusal = await answer(1).catch((error: unknown) => error);
    expect(isAlaasError(refusal, 'STORE_LOCKED')).toBe(true);
    other.exec('ROLLBACK');
    other.close();
    expect((await answer(1)).items).toMatchObject([{ response: { item: 'item-1' } }]);
    expect(await mine()).toBe(2);
  });
});
