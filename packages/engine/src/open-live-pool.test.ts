import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { configSchema, type Item, modelEntrySchema, type Progress } from '@alaas/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeModel } from './compute/index.ts';
import { rgbPng } from './decode/test-images.ts';
import type { Engine } from './engine.ts';
import { imageGraph } from './infer/tiny-models.fixture.ts';
import {
  everyone,
  firstOnes,
  never,
  openPool,
  startEngine,
  startShared,
  teaching,
  textModel,
  topicTexts,
  watching,
} from './live.fixture.ts';
import type { LivePool } from './live-pool.ts';
import { openEngine } from './open-engine.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const { limits, sources } = configSchema.parse({ limits: { retries: 0 } });

let engine: Engine;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ engine, close } = await startShared());
});
afterAll(() => close());

function ids(pool: LivePool): string[] {
  return Array.from({ length: pool.size }, (_, position) => pool.id(position));
}

describe('a live pool', () => {
  it('holds what has features, in the order of the dataset', async () => {
    const broken: Item = { id: 'broken', uri: 'inline:0', bytes: Uint8Array.of(0xff, 0xfe) };
    const pool = await openPool(engine, [...topicTexts(3), broken, ...topicTexts(2, 3)], { id: 'held' });
    expect(pool).toMatchObject({ dataset: 'held', size: 5, width: 768, model: { name: 'hashed-ngrams' } });
    expect(ids(pool)).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(pool.positionOf('t3')).toBe(3);
    expect(pool.positionOf('broken')).toBeUndefined();
    expect(pool.item(4)).toEqual({
      id: 't4',
      uri: 'test:4',
      text: 'sentence 4 is about stocks and bonds',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(() => pool.item(5)).toThrow(RangeError);
  });

  it('marks the first position of each content', async () => {
    const copy = (item: Item): Item => ({ ...item, id: `copy of ${item.id}` });
    const pool = await openPool(engine, [...topicTexts(2), ...topicTexts(2).map(copy), ...topicTexts(1, 2)], {
      id: 'copies',
    });
    expect([...pool.firsts]).toEqual([1, 1, 0, 0, 1]);
    await engine.addItems('copies', { items: [...topicTexts(1, 2).map(copy), ...topicTexts(1, 9)] }, watching());
    expect(await pool.refresh(watching())).toBe(2);
    expect([...pool.firsts]).toEqual([1, 1, 0, 0, 1, 0, 1]);
  });

  it('gives later items positions after all others, and the same ones after a restart', async () => {
    const folder = temporaryFolder();
    const storage = join(folder, 'store');
    const file = join(folder, 'late.txt');
    const late: Item = { id: 'late', uri: pathToFileURL(file).href };
    const engine = await openEngine({ storage, limits, sources, replicas: 1 });
    const pool = await openPool(engine, [...topicTexts(2), late, ...topicTexts(2, 2)]);
    expect(ids(pool)).toEqual(['t0', 't1', 't2', 't3']);
    const before = pool.digest();
    writeFileSync(file, 'this one was not there at first');
    await engine.addItems('d', { items: topicTexts(1, 4) }, watching());
    expect(await pool.refresh(watching())).toBe(2);
    const order = ['t0', 't1', 't2', 't3', 'late', 't4'];
    expect(ids(pool)).toEqual(order);
    expect(pool.digest(4)).toBe(before);
    const after = pool.digest();
    expect(after).not.toBe(before);
    await engine.close();
    rmSync(file);
    const again = await startEngine({ storage });
    const reopened = await again.openLivePool('d', watching());
    expect(ids(reopened)).toEqual(order);
    expect([reopened.digest(4), reopened.digest()]).toEqual([before, after]);
    expect(reopened.firsts).toEqual(everyone(6));
  });

  it('does not grow before its own refresh, though another pool of the dataset does', async () => {
    const pool = await openPool(engine, topicTexts(4), { id: 'looks' });
    await engine.addItems('looks', { items: topicTexts(3, 4) }, watching());
    const other = await engine.openLivePool('looks', watching());
    expect([pool.size, other.size]).toEqual([4, 7]);
    expect(pool.positionOf('t5')).toBeUndefined();
    expect(() => pool.digest(7)).toThrow(RangeError);
    expect(await pool.refresh(watching())).toBe(3);
    expect(pool.digest()).toBe(other.digest());
    await other.close();
    expect(await pool.refresh(watching())).toBe(0);
  });

  it('tells contents and their order apart by the digest, and nothing else', async () => {
    const renamed = topicTexts(3).map((item) => ({ ...item, id: `other ${item.id}`, uri: 'test:elsewhere' }));
    const digest = (await openPool(engine, topicTexts(3), { id: 'one' })).digest();
    expect((await openPool(engine, renamed, { id: 'two' })).digest()).toBe(digest);
    expect((await openPool(engine, topicTexts(3).reverse(), { id: 'three' })).digest()).not.toBe(digest);
  });

  it('finds the labelled items nearest to one', async () => {
    const pool = await openPool(engine, [
      ...topicTexts(9),
      { id: 'same', uri: 'test:same', text: topicTexts(1)[0]?.text ?? '' },
    ]);
    const ask = { among: Uint32Array.of(1, 2, 3, 9, 4, 0), count: 3 };
    const nearest = await pool.nearest(0, ask, new AbortController().signal);
    expect(nearest.slice(0, 2).map(({ position }) => position)).toEqual([9, 3]);
    expect(nearest[0]?.similarity).toBeCloseTo(1, 6);
  });

  it('finds texts in ids, URIs and contents, in small and capital letters, and nothing by wildcards', async () => {
    const pool = await openPool(
      engine,
      [
        { id: 'One', uri: 'test:a', text: 'Straße nach Köln' },
        { id: 'two', uri: 'test:ONE-more', text: '100 % of it' },
        { id: 'three', uri: 'test:c', text: 'ÉCOLE' },
        { id: 'four_5', uri: 'test:d', text: 'école maternelle' },
        { id: 'four-6', uri: 'test:e', text: '狗和猫' },
      ],
      { id: 'texts' },
    );
    const find = async (text: string) => [...(await pool.search(text, watching().signal))];
    expect(await find('one')).toEqual([0, 1]);
    expect(await find('KÖLN')).toEqual([0]);
    expect(await find('Köln')).toEqual([0]);
    expect(await find('école')).toEqual([2, 3]);
    expect(await find('%')).toEqual([1]);
    expect(await find('r_')).toEqual([3]);
    expect(await find('和')).toEqual([4]);
    expect(await find('nowhere')).toEqual([]);
    await expect(pool.search('a', AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('lays itself out in a thread, and places more among what is laid out', async () => {
    const pool = await openPool(engine, topicTexts(60), { id: 'map' });
    const positions = Uint32Array.from({ length: 50 }, (_, i) => i);
    for (const kind of ['pca', 'umap'] as const) {
      const places = await pool.layout({ kind, positions, seed: 1 }, watching());
      expect([places.rows, places.columns]).toEqual([50, 2]);
      expect(Math.max(...places.data.map(Math.abs))).toBe(1);
      const more = await pool.place({ positions, places }, Uint32Array.of(50, 59), watching().signal);
      expect(more.rows).toBe(2);
      expect(more.data.every((value) => Math.abs(value) <= 1)).toBe(true);
    }
    const strange = pool.layout({ kind: 'pca', positions: Uint32Array.of(60), seed: 1 }, watching());
    await expect(strange).rejects.toThrow(RangeError);
  });

  it('reports how far the scan is, can be cancelled, and goes on from there', async () => {
    engine.createDataset('long', textModel, 'local');
    await engine.addItems('long', { items: topicTexts(4000) }, watching());
    const controller = new AbortController();
    const seen: Progress[] = [];
    const onProgress = (progress: Progress): void => {
      seen.push(progress);
      if (progress.stage === 'scan' && progress.done > 0) controller.abort();
    };
    const opening = engine.openLivePool('long', watching(controller.signal, onProgress));
    await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen.some(({ stage, total }) => stage === 'scan' && total === 4000)).toBe(true);
    const { ready } = engine.dataset('long');
    expect(ready).toBeGreaterThan(0);
    expect(ready).toBeLessThan(4000);
    expect((await engine.openLivePool('long', watching())).size).toBe(4000);
  });

  it('is refused for what it cannot be', async () => {
    const engine = await startEngine({ availableMemory: () => 5000 });
    engine.createDataset('d', textModel, 'local');
    await engine.addItems('d', { items: topicTexts(3) }, watching());
    await expect(engine.openLivePool('d', watching())).rejects.toMatchObject({ code: 'NOT_ENOUGH_MEMORY' });
    await expect(engine.openLivePool('none', watching())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const folder = temporaryFolder();
    const { outputs, ...graph } = imageGraph();
    writeFileSync(join(folder, 'net.onnx'), encodeModel({ ...graph, outputs: outputs.slice(1) }));
    const blind = modelEntrySchema.parse({ name: 'net', hub: `file:${join(folder, 'net.onnx')}` });
    engine.createDataset('blind', blind, 'local');
    await expect(engine.openLivePool('blind', watching())).rejects.toMatchObject({ code: 'STRATEGY_NEEDS' });
  });

  it('mixes no features of exchanged model files', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'net.onnx');
    writeFileSync(path, encodeModel(imageGraph()));
    const net = modelEntrySchema.parse({ name: 'net', hub: `file:${path}` });
    const image = (id: string, value: number): Item => ({ id, uri: `test:${id}`, bytes: rgbPng([[[value, 9, 9]]]) });
    const pool = await openPool(engine, [image('a', 250), image('b', 10)], { id: 'images', model: net });
    const training = { ...teaching([0, 1]), labels: Int32Array.of(0, 1), classes: ['bright', 'dark'] };
    const head = await pool.train(training, never);
    const { constants, ...graph } = imageGraph();
    const w = { ...constants?.[0], name: 'w', shape: [3, 2], data: new Float32Array(6) };
    writeFileSync(path, encodeModel({ ...graph, constants: [w] }));
    await engine.addItems('images', { items: [image('c', 100)] }, watching());
    await expect(pool.refresh(watching())).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(pool.predict(head, [{ text: 'x' }], watching())).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await pool.score(head, never)).probabilities.rows).toBe(2);
  });

  it('knows that its dataset was deleted, and shares nothing with another of the same name', async () => {
    const pool = await openPool(engine, topicTexts(3), { id: 'gone' });
    engine.deleteDataset('gone');
    await expect(pool.refresh(watching())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await pool.train(teaching([0, 1, 2]), never)).classes).toHaveLength(3);
    const next = await openPool(engine, topicTexts(2, 50), { id: 'gone' });
    expect(ids(next)).toEqual(['t50', 't51']);
    expect(ids(pool)).toEqual(['t0', 't1', 't2']);
    await expect(pool.refresh(watching())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    // its number belongs to the other one now
    expect(() => pool.item(0)).toThrow(/was deleted/);
    expect(next.item(0).id).toBe('t50');
  });
});

describe('a closed pool', () => {
  it('has cancelled its work, and does no more', async () => {
    const pool = await openPool(engine, topicTexts(300), { id: 'closed' });
    const training = pool.train(teaching(firstOnes(200), { learner: 'mlp', options: { steps: 100_000 } }), never);
    const outcome = expect(training).rejects.toMatchObject({ code: 'CANCELLED' });
    await pool.close();
    await outcome;
    await expect(pool.train(teaching([0, 1]), never)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(pool.refresh(watching())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(() => pool.item(0)).toThrow(/closed/);
    await pool.close();
  });

  it('leaves the work of others alone', async () => {
    const pool = await openPool(engine, topicTexts(30), { id: 'others' });
    const other = await engine.openLivePool('others', watching());
    const training = other.train(teaching(firstOnes(30)), never);
    await pool.close();
    expect((await training).classes).toHaveLength(3);
    expect((await other.score(await training, never)).probabilities.rows).toBe(30);
  });

  it('gives its memory back, also what threads have seen of it, and what it grew out of', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = (): number => {
      for (let i = 0; i < 3; i++) collect();
      return process.memoryUsage().arrayBuffers;
    };
    // 6 MB of embeddings, and more of them than half as much again
    const pool = await openPool(engine, topicTexts(2000), { id: 'large' });
    await pool.score(await pool.train(teaching(firstOnes(30)), never), never);
    const small = used();
    await engine.addItems('large', { items: topicTexts(1100, 2000) }, watching());
    await pool.refresh(watching());
    await expect.poll(() => used() - small, { timeout: 10_000 }).toBeLessThan(6e6);
    const large = used();
    expect(large - small).toBeGreaterThan(2e6);
    await pool.close();
    await expect.poll(() => large - used(), { timeout: 10_000 }).toBeGreaterThan(8e6);
  });
});
