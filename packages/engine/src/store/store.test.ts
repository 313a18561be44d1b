import { hash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ModelEntry, matrix, modelEntrySchema } from '@alaas/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openDatabase } from './database.ts';
import { readShardFile, writeShardFile } from './shard-file.ts';
import { Store } from './store.ts';

const model: ModelEntry = modelEntrySchema.parse({ name: 'm' });
const widths = { embedding: 2, probabilities: 0 };

function openStore(folder: string): Store {
  const store = new Store(folder);
  onTestFinished(() => store.close());
  return store;
}

function sha(text: string): string {
  return hash('sha256', text, 'hex');
}

/** A dataset of texts, each scanned to the embedding [row, length]. */
async function scanned(store: Store, texts: readonly string[], commit = true) {
  const dataset = store.datasets.create({ id: 'd', model, access: 'local', createdAt: 0 });
  store.datasets.append(
    dataset,
    texts.map((text, i) => ({ id: `${i}`, uri: `t:${i}`, text })),
  );
  const extractor = store.features.register('e'.repeat(64), widths);
  const log = store.scanLog(dataset, extractor);
  for (const [row, text] of texts.entries()) {
    if (log.read([{ row, uri: `t:${row}`, sha256: sha(text), validator: `v${row}` }])[0] !== 'new') continue;
    log.done(sha(text), { embeddings: matrix(Float32Array.of(row, text.length), 2) }, 0);
  }
  if (commit) await log.flush();
  return { dataset, extractor, log };
}

describe('a shard file', () => {
  it('gives back what was written', async () => {
    const path = join(temporaryFolder(), 'x', '1.arrow');
    const values = matrix(
      Float32Array.from({ length: 15 }, (_, i) => i / 7),
      3,
    );
    await writeShardFile(path, new Uint8Array(5 * 32), values);
    expect(await readShardFile(path)).toEqual(values);
  });

  it('is reported when it is damaged', async () => {
    const path = join(temporaryFolder(), '1.arrow');
    writeFileSync(path, 'not arrow');
    await expect(readShardFile(path)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    await expect(readShardFile(`${path}.none`)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});

describe('the store', () => {
  it('adds items once per id, in order', () => {
    const store = openStore(temporaryFolder());
    const dataset = store.datasets.create({ id: 'd', model, access: 'local', createdAt: 0 });
    const item = (id: string) => ({ id, uri: `u:${id}` });
    expect(store.datasets.append(dataset, ['a', 'b', 'a'].map(item))).toEqual({ added: 2, known: 1 });
    expect(store.datasets.append(dataset, ['b', 'c'].map(item))).toEqual({ added: 1, known: 1 });
    expect(store.datasets.size(dataset)).toBe(3);
    expect(store.datasets.repeated(dataset)).toBe(2);
    expect(store.datasets.pending(dataset, 1, -1, 10).map(({ row, uri }) => [row, uri])).toEqual([
      [0, 'u:a'],
      [1, 'u:b'],
      [2, 'u:c'],
    ]);
  });

  it('waits for the disk before it acknowledges a write', () => {
    const database = openDatabase(temporaryFolder());
    onTestFinished(() => database.close());
    // 2 is FULL: a commit returns once the log is synchronised, also when the power fails after it
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  });

  it('keeps features over several shards and finds each row again', async () => {
    const store = openStore(temporaryFolder());
    const texts = Array.from({ length: 2500 }, (_, i) => `text ${i}`);
    const { dataset, extractor } = await scanned(store, texts);
    const pool = store.pool(dataset, extractor, false);
    expect(pool.groups.map(({ start, end }) => end - start)).toEqual([1024, 1024, 452]);
    for (const { shard, start, end } of pool.groups) {
      const { data } = await store.features.read(extractor, shard, 'embeddings');
      for (let i = start; i < end; i++) expect(data[(pool.positions[i] as number) * 2]).toBe(pool.rows[i]);
    }
  });

  it('describes a dataset as it is, whoever changed it', async () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    const { dataset, extractor } = await scanned(store, ['a', 'b']);
    store.datasets.setExtractor(dataset, extractor.number);
    const now = () => store.datasets.describe(store.datasets.get('d'));
    expect(now()).toMatchObject({ items: 2, labelled: 0, ready: 2, failed: 0 });
    store.datasets.append(dataset, [{ id: 'c', uri: 't:c', text: 'c', label: 'x' }]);
    expect(now()).toMatchObject({ items: 3, labelled: 1, ready: 2 });
    expect(now()).toMatchObject({ items: 3, labelled: 1, ready: 2 });
    const other = new DatabaseSync(join(folder, 'store.db'));
    other.exec(`UPDATE item SET error_code = 'DECODE_FAILED' WHERE id = 'c'`);
    other.close();
    expect(now()).toMatchObject({ items: 3, failed: 1 });
    store.datasets.delete('d');
    store.datasets.create({ id: 'd', model, access: 'local', createdAt: 0 });
    expect(now()).toMatchObject({ items: 0, labelled: 0, ready: 0, failed: 0 });
  });

  it('counts each content once, at its first row, and never one that is labelled', async () => {
    const store = openStore(temporaryFolder());
    const { dataset, extractor } = await scanned(store, ['a', 'b', 'a', 'c', 'b']);
    store.datasets.append(dataset, [{ id: 'l', uri: 't:l', text: 'c', label: 'yes' }]);
    const log = store.scanLog(dataset, extractor);
    expect(log.read([{ row: 5, uri: 't:l', sha256: sha('c'), validator: undefined }])).toEqual(['ready']);
    await log.flush();
    const pool = store.pool(dataset, extractor, false);
    expect([...pool.rows]).toEqual([0, 1]);
    expect(pool.duplicateContents).toBe(3);
    expect(pool.labelled.map(({ row, label }) => [row, label])).toEqual([[5, 'yes']]);
    expect([...store.pool(dataset, extractor, true).rows].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
  });

  it('tells of each content of a batch whether it is new, under way or done', async () => {
    const store = openStore(temporaryFolder());
    const { dataset, extractor } = await scanned(store, ['a', 'b']);
    store.datasets.append(
      dataset,
      ['2', '3', '4', '5'].map((id) => ({ id, uri: `t:${id}` })),
    );
    const other = store.features.register('f'.repeat(64), widths);
    const batch = ['x', 'a', 'x', 'y'].map((text, i) => ({
      row: i + 2,
      uri: `t:${i + 2}`,
      sha256: sha(text),
      validator: undefined,
    }));
    const log = store.scanLog(dataset, extractor);
    expect(log.read(batch)).toEqual(['new', 'ready', 'running', 'new']);
    // another model has seen none of them
    expect(store.scanLog(dataset, other).read(batch)).toEqual(['new', 'new', 'running', 'new']);
    log.done(sha('x'), { embeddings: matrix(Float32Array.of(1, 2), 2) }, 0);
    log.undecodable(sha('y'), { code: 'DECODE_CORRUPT', message: 'broken' });
    await log.flush();
    expect(log.read(batch)).toEqual(['ready', 'ready', 'ready', 'ready']);
  });

  it('knows whether a scan has something left to do', async () => {
    const store = openStore(temporaryFolder());
    const { dataset, extractor } = await scanned(store, ['a']);
    expect(await store.firstPending(dataset, extractor)).toBeUndefined();
    store.pool(dataset, extractor, false);
    expect(await store.firstPending(dataset, extractor)).toBeUndefined();
    store.datasets.append(dataset, [{ id: 'n', uri: 't:n' }]);
    expect(await store.firstPending(dataset, extractor)).toBe(0);
    store.pool(dataset, extractor, false);
    expect(await store.firstPending(dataset, extractor)).toBe(0);
  });

  it('skips a long list of finished items on the way to the first one that is left', async () => {
    const store = openStore(temporaryFolder());
    const texts = Array.from({ length: 9000 }, (_, i) => `text ${i}`);
    const { dataset, extractor } = await scanned(store, texts);
    store.datasets.append(dataset, [{ id: 'n', uri: 't:n' }]);
    const start = (await store.firstPending(dataset, extractor)) as number;
    expect(start).toBeGreaterThan(8000);
    expect(start).toBeLessThanOrEqual(9000);
    expect(store.datasets.pendingCount(dataset, extractor.number, start)).toBe(1);
    expect(store.datasets.pending(dataset, extractor.number, start - 1, 9).map(({ row }) => row)).toEqual([9000]);
  });

  it('remembers what a URI held for the model that scanned it, and only for that one', async () => {
    const store = openStore(temporaryFolder());
    const { dataset, extractor } = await scanned(store, ['a']);
    const copy = store.datasets.create({ id: 'copy', model, access: 'local', createdAt: 0 });
    store.datasets.append(copy, [{ id: '0', uri: 't:0' }]);
    const known = { row: 0, uri: 't:0', inline: null, validator: 'v0', sha256: sha('a') };
    expect(store.datasets.pending(copy, extractor.number, -1, 9)).toEqual([known]);
    const other = store.features.register('f'.repeat(64), widths);
    expect(store.datasets.pending(copy, other.number, -1, 9)).toEqual([{ ...known, validator: null, sha256: null }]);
    expect(store.datasets.pendingCount(dataset, other.number)).toBe(1);
  });

  it('tries unread items again, undecodable contents not', async () => {
    const store = openStore(temporaryFolder());
    const { dataset, extractor } = await scanned(store, ['a']);
    store.datasets.append(dataset, [
      { id: 'x', uri: 'u:x' },
      { id: 'y', uri: 'u:y' },
    ]);
    const log = store.scanLog(dataset, extractor);
    log.unread(1, { code: 'SOURCE_NOT_FOUND', message: 'gone' });
    log.read([{ row: 2, uri: 'u:y', sha256: sha('y'), validator: undefined }]);
    log.undecodable(sha('y'), { code: 'DECODE_CORRUPT', message: 'broken' });
    await log.flush();
    expect(store.datasets.pending(dataset, extractor.number, -1, 9).map(({ row }) => row)).toEqual([1]);
    expect(store.datasets.errors(dataset, extractor.number, 9)).toEqual([
      { id: 'x', uri: 'u:x', code: 'SOURCE_NOT_FOUND', message: 'gone' },
      { id: 'y', uri: 'u:y', code: 'DECODE_CORRUPT', message: 'broken' },
    ]);
    expect(store.pool(dataset, extractor, false)).toMatchObject({ pending: 1, failed: 2 });
  });

  it('knows nothing of a shard whose rows were not committed, and writes over it', async () => {
    const folder = temporaryFolder();
    const store = new Store(folder);
    const { extractor } = await scanned(store, ['a', 'b'], false);
    await store.features.write(extractor, { sha256: new Uint8Array(32), embeddings: matrix(Float32Array.of(9, 9), 2) });
    store.close();
    const again = openStore(folder);
    const dataset = again.datasets.get('d');
    expect(again.datasets.pendingCount(dataset, extractor.number)).toBe(2);
    const log = again.scanLog(dataset, extractor);
    log.read([{ row: 0, uri: 't:0', sha256: sha('a'), validator: undefined }]);
    log.done(sha('a'), { embeddings: matrix(Float32Array.of(1, 2), 2) }, 0);
    await log.flush();
    const [group] = again.pool(dataset, extractor, false).groups;
    const values = await again.features.read(extractor, group?.shard as number, 'embeddings');
    expect([...values.data]).toEqual([1, 2]);
  });

  it('says when the disk is behind, until it has caught up', async () => {
    const texts = Array.from({ length: 3 * 1024 }, (_, i) => `text ${i}`);
    const { log } = await scanned(openStore(temporaryFolder()), texts, false);
    expect(log.isBehind).toBe(true);
    await log.caughtUp();
    expect(log.isBehind).toBe(false);
  });

  it('leaves no temporary file behind', async () => {
    const folder = temporaryFolder();
    await scanned(openStore(folder), ['a']);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.some((file) => file.endsWith('.arrow'))).toBe(true);
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
  });

  it('forgets a deleted dataset and keeps its features for others', async () => {
    const store = openStore(temporaryFolder());
    const { extractor } = await scanned(store, ['a']);
    store.datasets.delete('d');
    expect(() => store.datasets.get('d')).toThrow(/no dataset "d"/);
    const next = store.datasets.create({ id: 'd', model, access: 'local', createdAt: 0 });
    store.datasets.append(next, [{ id: '0', uri: 't:0', text: 'a' }]);
    const log = store.scanLog(next, extractor);
    expect(log.read([{ row: 0, uri: 't:0', sha256: sha('a'), validator: undefined }])).toEqual(['ready']);
  });

  it('refuses a second process, a damaged file and a newer one', () => {
    const folder = temporaryFolder();
    const store = new Store(folder);
    expect(() => new Store(folder)).toThrow(/in use by another ALaaS process/);
    store.close();
    const database = new DatabaseSync(join(folder, 'store.db'));
    database.exec('PRAGMA user_version = 999');
    database.close();
    expect(() => new Store(folder)).toThrow(/newer ALaaS/);
    const broken = temporaryFolder();
    writeFileSync(join(broken, 'store.db'), 'this is no database, however long it goes on and on'.repeat(100));
    expect(() => new Store(broken)).toThrow(/damaged/);
  });
});
