import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isAlaasError } from '@alaas/core';
import { Kysely, type Migration, Migrator } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JobRecord, type JobRequest, noProgress } from '../jobs/job.ts';
import { openEngine } from './connection.ts';
import { type Database, openDatabase } from './database.ts';
import { keptJobs } from './job-table.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';
import { describeEngines, describePostgresql, type TestPlace } from './testing/engines.ts';

const request: JobRequest = { kind: 'scan', dataset: 'photos' };

function record(id: string, change: Partial<JobRecord> = {}): JobRecord {
  return {
    id,
    kind: 'scan',
    state: 'queued',
    dataset: 'photos',
    progress: noProgress,
    createdAt: 1_700_000_000_000,
    ...change,
  };
}

describeEngines('openDatabase', (make) => {
  let test: TestPlace;
  const open: Database[] = [];

  beforeEach(async () => {
    test = await make({ isFresh: true });
  });

  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
    await test.remove();
  });

  async function openHere(): Promise<Database> {
    const database = await openDatabase(test.place);
    open.push(database);
    return database;
  }

  async function reopen(database: Database): Promise<Database> {
    open.splice(open.indexOf(database), 1);
    await database.close();
    return await openHere();
  }

  it('remembers unfinished jobs with their request, and finished ones with their result, between two runs', async () => {
    let database = await openHere();
    await database.jobs.insert({ record: record('a'), request, attempts: 0 });
    await database.jobs.insert({ record: record('b'), request, attempts: 0 });
    const progress = { stage: 'scan', done: 3, total: 9, failed: 1 } as const;
    await database.jobs.update('a', { state: 'running', attempts: 1, progress });
    const done = record('b', { state: 'done', finishedAt: 1_700_000_001_000, resultJson: '{"picks":[]}' });
    await database.jobs.finish(done);
    database = await reopen(database);
    expect(await database.jobs.open()).toEqual([
      { record: record('a', { state: 'running', progress }), request, attempts: 1 },
    ]);
    expect(await database.jobs.get('b')).toEqual(done);
  });

  it('keeps the error of a failed job', async () => {
    const database = await openHere();
    await database.jobs.insert({ record: record('a'), request, attempts: 1 });
    const error = { code: 'POOL_EXHAUSTED', detail: 'Too few.', details: { pool: 3 } } as const;
    await database.jobs.finish(record('a', { state: 'failed', finishedAt: 5, error }));
    expect((await database.jobs.get('a'))?.error).toEqual(error);
  });

  it('erases the request of a finished job, which may hold credentials of a URI', async () => {
    const database = await openHere();
    const secret = { kind: 'scan', dataset: 'https://user:hunter2@host.example/' } as const;
    await database.jobs.insert({ record: record('a'), request: secret, attempts: 1 });
    await database.jobs.finish(record('a', { state: 'done', finishedAt: 5 }));
    const rows = JSON.stringify(await test.query('SELECT * FROM job'));
    expect(rows).toContain('photos');
    expect(rows).not.toContain('hunter2');
  });

  it('lists the newest first, of one state if asked, without results', async () => {
    const database = await openHere();
    for (const id of ['a', 'b', 'c']) await database.jobs.insert({ record: record(id), request, attempts: 0 });
    await database.jobs.finish(record('b', { state: 'done', finishedAt: 5, resultJson: '{}' }));
    const list = await database.jobs.list({ limit: 2 });
    expect(list.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(list[1]).not.toHaveProperty('resultJson');
    expect((await database.jobs.list({ limit: 9, state: 'queued' })).map(({ id }) => id)).toEqual(['c', 'a']);
    expect(await database.jobs.countByState()).toEqual({ queued: 2, done: 1 });
  });

  it('forgets finished jobs beyond the newest thousand, and never an unfinished one', async () => {
    const database = await openHere();
    await database.jobs.insert({ record: record('waiting'), request, attempts: 0 });
    await test.query(`
      INSERT INTO job (id, kind, state, dataset, progress, attempts, created_at, finished_at, store)
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${keptJobs})
      SELECT 'job-' || i, 'scan', 'done', 'photos', '{}', 1, 1, 5, (SELECT store FROM job) FROM n ORDER BY i`);
    expect(await database.jobs.get('job-0')).toBeDefined();
    const last = record('last', { state: 'done', finishedAt: 5 });
    await database.jobs.insert({ record: last, request, attempts: 0 });
    expect(await database.jobs.get('job-0')).toBeUndefined();
    expect(await database.jobs.get('job-1')).toBeDefined();
    expect(await database.jobs.get('waiting')).toBeDefined();
  });

  it('keeps notes on datasets', async () => {
    const database = await openHere();
    await database.datasets.put('photos', { access: 'remote', isModelOpen: true });
    await database.datasets.put('photos', { access: 'remote', isModelOpen: false });
    expect(await database.datasets.get('photos')).toEqual({ access: 'remote', isModelOpen: false });
    await database.datasets.delete('photos');
    expect(await database.datasets.get('photos')).toBeUndefined();
  });

  it('writes when asked whether it can', async () => {
    const database = await openHere();
    await database.beat(1);
    await expect(database.beat(2)).resolves.toBeUndefined();
  });

  it('takes an id once, and says of what there is one already', async () => {
    const database = await openHere();
    await database.jobs.insert({ record: record('a'), request, attempts: 0 });
    await expect(database.jobs.insert({ record: record('a'), request, attempts: 0 })).rejects.toSatisfy(
      (error) => isAlaasError(error, 'CONFLICT') && error.message === 'There is a job with the same id already.',
    );
    expect(await database.jobs.list({ limit: 9 })).toHaveLength(1);
  });

  it('goes on with what the first version left', async () => {
    const engine = await openEngine(test.place);
    const db = new Kysely<Tables>({ dialect: engine.dialect });
    const first = { '0001-jobs': migrations['0001-jobs'] as Migration };
    const migrationTableSchema = await engine.findSchema(db);
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => first },
      // other tests have theirs in the same database
      ...(migrationTableSchema === undefined ? {} : { migrationTableSchema }),
    });
    expect((await migrator.migrateToLatest()).error).toBeUndefined();
    await db.destroy();
    await test.query("INSERT INTO dataset VALUES ('photos', 'remote', 1)");
    await test.query(
      `INSERT INTO job (id, kind, state, dataset, request, progress, attempts, created_at)
       VALUES ('a', 'scan', 'queued', 'photos', '${JSON.stringify(request)}', '${JSON.stringify(noProgress)}', 0, 1)`,
    );
    // whatever the first version wrote was of the only store there was
    const database = await openDatabase({ ...test.place, folder: 'url' in test.place ? undefined : test.place.folder });
    open.push(database);
    expect(await database.jobs.open()).toEqual([{ record: record('a', { createdAt: 1 }), request, attempts: 0 }]);
    expect(await database.datasets.get('photos')).toEqual({ access: 'remote', isModelOpen: true });
  });

  it('says so when it was written by a newer version', async () => {
    const database = await openHere();
    await database.close();
    open.pop();
    await test.query("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')");
    await expect(openHere()).rejects.toSatisfy(
      (error) => isAlaasError(error, 'STORE_CORRUPT') && error.message.includes('newer'),
    );
  });
});

describePostgresql('openDatabase', (make) => {
  let test: TestPlace;
  const open: Database[] = [];

  beforeEach(async () => {
    test = await make({ isFresh: true });
  });

  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
    await test.remove();
  });

  async function openFor(store: string): Promise<Database> {
    const database = await openDatabase({ ...test.place, folder: join(test.place.folder, store) });
    open.push(database);
    return database;
  }

  it('opens for servers that start at once', async () => {
    const databases = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(openFor));
    await Promise.all(databases.map((database, i) => database.beat(i)));
    expect(await test.query('SELECT count(*)::int AS n FROM kysely_migration')).toEqual([
      { n: Object.keys(migrations).length },
    ]);
  });

  it('gives each store its own jobs and datasets', async () => {
    const one = await openFor('one');
    const other = await openFor('other');
    await one.jobs.insert({ record: record('a'), request, attempts: 0 });
    await one.datasets.put('photos', { access: 'local', isModelOpen: false });
    await other.datasets.put('photos', { access: 'remote', isModelOpen: true });
    expect(await other.jobs.open()).toEqual([]);
    expect(await other.jobs.list({ limit: 9 })).toEqual([]);
    expect(await other.jobs.get('a')).toBeUndefined();
    expect(await other.jobs.countByState()).toEqual({});
    expect(await one.datasets.get('photos')).toEqual({ access: 'local', isModelOpen: false });
    await other.datasets.delete('photos');
    expect(await one.datasets.get('photos')).toBeDefined();
    const again = await openFor('one');
    expect(await again.jobs.open()).toHaveLength(1);
  });

  it('forgets finished jobs of one store without a look at the others', async () => {
    const one = await openFor('one');
    const other = await openFor('other');
    const done = record('a', { state: 'done', finishedAt: 5 });
    await one.jobs.insert({ record: done, request, attempts: 0 });
    await test.query(`
      INSERT INTO job (id, kind, state, dataset, progress, attempts, created_at, finished_at, store)
      SELECT 'job-' || i, 'scan', 'done', 'photos', '{}', 1, 1, 5, 'third' FROM generate_series(1, ${keptJobs}) AS i`);
    await other.jobs.insert({ record: record('b'), request, attempts: 0 });
    expect(await one.jobs.get('a')).toBeDefined();
  });

  it('lives in the schema of the search path, beside other programs', async () => {
    const other = await make({ isFresh: true });
    await other.query('CREATE TABLE kysely_migration (name text); CREATE TABLE job (salary integer)');
    const database = await openFor('one');
    await database.jobs.insert({ record: record('a'), request, attempts: 0 });
    expect(await test.query('SELECT id FROM job')).toEqual([{ id: 'a' }]);
    expect(await other.query('SELECT * FROM job')).toEqual([]);
    await other.remove();
  });
});

describe('openDatabase on a file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'alaas-server-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('survives a power cut: the write-ahead log is synced at every commit', async () => {
    const database = await openDatabase({ folder });
    const raw = new DatabaseSync(join(folder, 'server.db'), { readOnly: true });
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
    await database.close();
  });

  it('says so when it is damaged', async () => {
    writeFileSync(join(folder, 'server.db'), 'This is no database, whatever its name says. '.repeat(50));
    await expect(openDatabase({ folder })).rejects.toSatisfy((error) => isAlaasError(error, 'STORE_CORRUPT'));
  });
});
