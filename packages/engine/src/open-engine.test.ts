import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  configSchema,
  type Item,
  type ModelEntry,
  modelEntrySchema,
  type Progress,
  type QueryResult,
} from '@alaas/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DatasetQuery, Engine, Pool } from './engine.ts';
import { openEngine } from './open-engine.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const text: ModelEntry = modelEntrySchema.parse({ name: 'hashed-ngrams' });
const { limits, sources } = configSchema.parse({ limits: { retries: 0, timeout_ms: 2000 } });

async function start(storage = temporaryFolder()): Promise<Engine> {
  const engine = await openEngine({ storage, limits, sources, replicas: 1 });
  onTestFinished(() => engine.close());
  return engine;
}

function watch(signal = new AbortController().signal): { signal: AbortSignal; onProgress: (p: Progress) => void } {
  return { signal, onProgress: () => undefined };
}

function texts(count: number, from = 0): Item[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `t${from + i}`,
    uri: `test:${from + i}`,
    text: `sentence number ${from + i} about ${(from + i) % 2 === 0 ? 'cats and dogs' : 'stocks and bonds'}`,
  }));
}

async function fill(engine: Engine, pool: Pool, id = 'd'): Promise<void> {
  engine.createDataset(id, text, 'local');
  await engine.addItems(id, pool, watch());
}

function ask(engine: Engine, query: Partial<DatasetQuery> = {}, signal?: AbortSignal): Promise<QueryResult> {
  const defaults: DatasetQuery = {
    dataset: 'd',
    budget: 5,
    strategy: { type: 'random', options: {} },
    model: text,
    learner: 'nearest-prototype',
    seed: 1,
    keepDuplicates: false,
  };
  return engine.query({ ...defaults, ...query }, watch(signal));
}

describe('adding items', () => {
  it('lets other work run between its batches, and gives its numbers in all', async () => {
    const engine = await start();
    engine.createDataset('d', text, 'local');
    const seen: number[] = [];
    const look = setInterval(() => seen.push(engine.dataset('d').items), 0);
    const added = await engine.addItems('d', { items: [...texts(12_000), ...texts(500)] }, watch());
    clearInterval(look);
    expect(added).toEqual({ added: 12_000, known: 500 });
    // one sight of a part would do: without a pause nobody else sees any
    expect(seen.filter((items) => items > 0 && items < 12_000)).not.toEqual([]);
  });
});

describe('a query', () => {
  it('goes from items to picks, and infers nothing the second time', async () => {
    const engine = await start();
    await fill(engine, { items: texts(50) });
    const first = await ask(engine);
    expect(first.picks.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    expect(first.picks[0]).toMatchObject({ strategy: 'random', model: 'hashed-ngrams', seed: 1 });
    expect(first.picks[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(first.summary).toMatchObject({ items: 50, pool: 50, failed: 0, inferred: 50 });
    const second = await ask(engine);
    expect(second.summary.inferred).toBe(0);
    expect(second.picks).toEqual(first.picks);
  });

  it('gives the same picks from a store of its own, and others for another seed', async () => {
    const [one, two] = [await start(), await start()];
    await fill(one, { items: texts(200) });
    await fill(two, { items: texts(200) });
    const { picks } = await ask(one, { budget: 20 });
    expect((await ask(two, { budget: 20 })).picks).toEqual(picks);
    expect((await ask(two, { budget: 20, seed: 2 })).picks).not.toEqual(picks);
  });

  it('knows the features after a restart', async () => {
    const storage = temporaryFolder();
    const engine = await openEngine({ storage, limits, sources, replicas: 1 });
    await fill(engine, { items: texts(10) });
    const { picks } = await ask(engine);
    await engine.close();
    const again = await ask(await start(storage));
    expect(again.summary.inferred).toBe(0);
    expect(again.picks).toEqual(picks);
  });

  it('asks between the classes when a few items are labelled, and not for those', async () => {
    const engine = await start();
    const labelled = texts(6).map((item, i) => ({ ...item, label: i % 2 === 0 ? 'pets' : 'money' }));
    const between: Item = { id: 'both', uri: 'test:both', text: 'sentence about cats and dogs and stocks and bonds' };
    await fill(engine, { items: [...labelled, ...texts(40, 6), between] });
    const { picks, summary } = await ask(engine, { budget: 3, strategy: { type: 'MarginConfidence', options: {} } });
    expect(summary.labelled).toBe(6);
    expect(summary.pool).toBe(41);
    expect(picks[0]?.id).toBe('both');
  });

  it('is refused before any work when the model cannot give what the strategy needs', async () => {
    const engine = await start();
    await fill(engine, { items: texts(3) });
    const error = await ask(engine, { budget: 1, strategy: { type: 'Entropy', options: {} } }).catch((e) => e);
    expect(error).toMatchObject({ code: 'STRATEGY_NEEDS' });
    expect(error.message).toContain('entropy needs class probabilities');
    expect(engine.dataset('d').ready).toBe(0);
  });

  it.each([
    [{ budget: 0 }, 'INVALID_BUDGET'],
    [{ budget: -3 }, 'INVALID_BUDGET'],
    [{ budget: 4 }, 'POOL_EXHAUSTED'],
    [{ strategy: { type: 'nope', options: {} } }, 'UNKNOWN_STRATEGY'],
    [{ strategy: { type: 'random', options: { x: 1 } } }, 'INVALID_OPTION'],
    [{ dataset: 'none' }, 'NOT_FOUND'],
    [{ model: modelEntrySchema.parse({ name: 'm', hub: 'file:/nowhere/model.onnx' }) }, 'MODEL_MISSING'],
  ])('%j is refused with %s', async (query, code) => {
    const engine = await start();
    await fill(engine, { items: texts(3) });
    await expect(ask(engine, { budget: 1, ...query })).rejects.toMatchObject({ code });
  });

  it('is refused for an empty dataset', async () => {
    const engine = await start();
    await fill(engine, { items: [] });
    await expect(ask(engine)).rejects.toMatchObject({ code: 'EMPTY_POOL' });
  });
});

describe('broken items', () => {
  it('are reported by code and fail nothing else', async () => {
    const engine = await start();
    const bad: Item[] = [
      { id: 'latin1', uri: 'inline:0', bytes: Uint8Array.of(0xff, 0xfe, 0x41) },
      { id: 'gone', uri: 'file:///nowhere/at/all.txt' },
      { id: 'odd', uri: 'gopher://x/y' },
    ];
    await fill(engine, { items: [...texts(5), ...bad] });
    const { picks, errors, summary } = await ask(engine);
    expect(picks).toHaveLength(5);
    expect(summary).toMatchObject({ items: 8, pool: 5, failed: 3 });
    expect(errors.map(({ id, code }) => [id, code])).toEqual([
      ['latin1', 'DECODE_ENCODING'],
      ['gone', 'SOURCE_NOT_FOUND'],
      ['odd', 'SOURCE_UNSUPPORTED'],
    ]);
    await expect(ask(engine, { budget: 6 })).rejects.toThrow(
      /only 5 items can be chosen from. Left out: 3 failed \(1 DECODE_ENCODING, 1 SOURCE_NOT_FOUND, 1 SOURCE_UNSUPPORTED\)/,
    );
  });

  it('are tried again by the next query', async () => {
    let present = false;
    const server = createServer((_, response) => response.writeHead(present ? 200 : 404).end('now it is here'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const engine = await start();
    await fill(engine, { items: [{ id: 'a', uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a` }] });
    await expect(ask(engine, { budget: 1 })).rejects.toMatchObject({ code: 'EMPTY_POOL' });
    present = true;
    expect((await ask(engine, { budget: 1 })).picks).toHaveLength(1);
  });
});

describe('duplicates', () => {
  const copies: Item[] = [...texts(3), ...texts(3).map((item) => ({ ...item, id: `copy of ${item.id}` }))];

  it('of content are asked for once, and counted', async () => {
    const engine = await start();
    await fill(engine, { items: copies });
    const { picks, summary } = await ask(engine, { budget: 3 });
    expect(picks.map(({ id }) => id).toSorted()).toEqual(['t0', 't1', 't2']);
    expect(summary).toMatchObject({ items: 6, pool: 3, duplicateContents: 3, inferred: 3 });
    await expect(ask(engine, { budget: 4 })).rejects.toThrow(/3 with the content of an earlier item/);
    expect((await ask(engine, { budget: 6, keepDuplicates: true })).picks).toHaveLength(6);
  });

  it('of id are added once, and counted', async () => {
    const engine = await start();
    await fill(engine, { items: [...texts(3), ...texts(2)] });
    expect((await ask(engine, { budget: 3 })).summary).toMatchObject({ items: 3, duplicateIds: 2 });
  });
});

describe('work under way', () => {
  it('stops when it is cancelled, and keeps what it had finished', async () => {
    const engine = await start();
    await fill(engine, { items: texts(5000) });
    const controller = new AbortController();
    const onProgress = ({ stage, done }: Progress): void => {
      if (stage === 'scan' && done > 100) controller.abort();
    };
    const scan = engine.scan('d', text, { signal: controller.signal, onProgress });
    await expect(scan).rejects.toMatchObject({ code: 'CANCELLED' });
    const { ready } = engine.dataset('d');
    expect(ready).toBeGreaterThan(100);
    expect(ready).toBeLessThan(5000);
    expect((await ask(engine)).summary.inferred).toBe(5000 - ready);
  });

  it('is shared by queries on the same dataset', async () => {
    const engine = await start();
    await fill(engine, { items: texts(300) });
    const results = await Promise.all([ask(engine), ask(engine, { seed: 2 }), engine.scan('d', text, watch())]);
    expect(results[0].summary.inferred + results[1].summary.inferred + results[2].inferred).toBe(300);
  });

  it('reports progress that ends at the total', async () => {
    const engine = await start();
    await fill(engine, { items: texts(40) });
    const seen: Progress[] = [];
    await engine.scan('d', text, { signal: new AbortController().signal, onProgress: (p) => seen.push(p) });
    expect(seen.at(-1)).toEqual({ stage: 'scan', done: 40, total: 40, failed: 0 });
  });
});

describe('datasets', () => {
  it('are described, listed and deleted', async () => {
    const engine = await start();
    await fill(engine, { items: texts(4) });
    expect(engine.dataset('d')).toMatchObject({ id: 'd', model: 'hashed-ngrams', items: 4, ready: 0, failed: 0 });
    await ask(engine, { budget: 1 });
    expect(engine.datasets()).toMatchObject([{ items: 4, ready: 4 }]);
    expect(engine.modality('d')).toBe('text');
    engine.deleteDataset('d');
    expect(engine.datasets()).toEqual([]);
  });

  it('cannot share an id, nor an engine its storage', async () => {
    const storage = temporaryFolder();
    const engine = await start(storage);
    engine.createDataset('d', text, 'local');
    expect(() => engine.createDataset('d', text, 'local')).toThrow(/exists already/);
    await expect(openEngine({ storage, limits, sources, replicas: 1 })).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  });
});
