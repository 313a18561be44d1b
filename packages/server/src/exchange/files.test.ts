import { isAlaasError } from '@alaas/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { owner } from '../http/callers.ts';
import { exportFile } from './export-file.ts';
import { fileFormats, formatFor } from './formats.ts';
import { importFile } from './import-file.ts';
import { MemoryStore } from './memory-store.fixture.ts';
import { contextOf, recordOf, streamOf } from './project.fixture.ts';

const context = contextOf('single-label');
const { jsonl } = fileFormats;
let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

function send(bytes: AsyncIterable<Uint8Array>, given: { addItems?: boolean; maxBytes?: number } = {}) {
  const { addItems = true, maxBytes = 10 ** 9 } = given;
  const { signal } = new AbortController();
  const how = { caller: owner, access: 'local', annotator: 'import', addItems, signal } as const;
  return importFile({ format: jsonl, bytes, maxBytes, context, store, ...how });
}

const lines = (count: number, label = 'ham') =>
  Buffer.from(Array.from({ length: count }, (_, i) => `{"id":"item ${i}","label":"${label}"}\n`).join(''));

describe('importFile', () => {
  it('adds nothing when the same file comes twice', async () => {
    expect(await send(streamOf([lines(3)]))).toMatchObject({ rows: 3, items: 3, responses: 3, known: 0, failed: 0 });
    expect(await send(streamOf([lines(3)]))).toMatchObject({ rows: 3, items: 0, responses: 0, known: 3, failed: 0 });
  });

  it('takes rows in batches, so that its memory does not grow with the file', async () => {
    await send(streamOf([lines(501)]));
    expect(store.batches).toEqual([200, 200, 101]);
  });

  it('counts every bad row, lists a hundred, and takes the good ones', async () => {
    const result = await send(streamOf([lines(150, 'nothing'), lines(2)]));
    expect(result).toMatchObject({ rows: 152, failed: 150, responses: 2 });
    expect(result.errors).toHaveLength(100);
    expect(result.errors[99]).toMatchObject({ line: 100, code: 'INVALID_ANSWER' });
  });

  it('reports rows that the store refuses with their lines', async () => {
    const result = await send(streamOf([lines(2)]), { addItems: false });
    expect(result).toMatchObject({ failed: 2, errors: [{ line: 1, code: 'NOT_FOUND' }, { line: 2 }] });
  });

  it('keeps whole batches of a file that breaks off, and completes them when it comes again', async () => {
    async function* broken() {
      yield lines(501);
      throw new Error('gone');
    }
    await expect(send(broken())).rejects.toThrow('gone');
    expect(store.answers.size).toBe(400);
    expect(await send(streamOf([lines(501)]))).toMatchObject({ responses: 101, known: 400 });
  });

  it('refuses what is larger than a body may be', async () => {
    const refused = send(streamOf([lines(300), lines(300)]), { maxBytes: lines(300).length });
    await expect(refused).rejects.toSatisfy((error) => isAlaasError(error, 'TOO_LARGE'));
    expect(store.answers.size).toBe(200);
  });
});

describe('exportFile', () => {
  it('writes no faster than it is read, and stops when nobody reads any more', async () => {
    store.given = Array.from({ length: 100_000 }, (_, i) => recordOf('ham', { item: `item ${i}` }));
    const stream = await exportFile({ format: jsonl, include: 'all', context, store });
    stream.once('data', () => stream.destroy());
    await new Promise((resolve) => stream.once('close', resolve));
    expect(store.isEnded).toBe(true);
    expect(store.read).toBeLessThan(10_000);
  });

  it('throws what goes wrong before the first piece', async () => {
    store.records = () => {
      throw new Error('no table');
    };
    await expect(exportFile({ format: jsonl, include: 'all', context, store })).rejects.toThrow('no table');
  });
});

describe('formatFor', () => {
  it('refuses a task that a format cannot express, and names those that can', () => {
    expect(formatFor('coco', 'boxes').id).toBe('coco');
    expect(() => formatFor('conll', 'boxes')).toThrow('Take one of jsonl, csv, parquet, label-studio, prodigy, coco.');
  });

  it('knows every format by its own id', () => {
    expect(Object.entries(fileFormats).every(([id, format]) => id === format.id)).toBe(true);
  });
});
