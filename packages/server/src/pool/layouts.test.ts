import { mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlaasError, type Matrix, matrix } from '@alaas/core';
import type { LayoutAsk } from '@alaas/engine';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { twoClouds } from '../testing/live-bench.ts';
import { VectorPool } from '../testing/vector-pool.ts';
import { createLayoutStore } from './layout-store.ts';
import { createLayouts, type Layouts } from './layouts.ts';

/** A pool that waits before it gives a better layout, and counts what it is asked. */
class SlowPool extends VectorPool {
  readonly kinds: string[] = [];
  readonly gate = Promise.withResolvers<void>();
  failure: unknown;
  tell: (share: number) => void = () => undefined;

  override async layout(ask: LayoutAsk, watch?: Parameters<VectorPool['layout']>[1]): Promise<Matrix> {
    this.kinds.push(ask.kind);
    const places = Float32Array.from(ask.positions, (position) => position / 100);
    if (ask.kind === 'umap') {
      this.tell = (done) => watch?.onProgress({ stage: 'select', done, total: 1, failed: 0 });
      await this.gate.promise;
      if (this.failure !== undefined) throw this.failure;
    }
    const sign = ask.kind === 'pca' ? 1 : -1;
    return matrix(Float32Array.from([...places].flatMap((place) => [place, sign * place])), 2);
  }
}

let folder: string;
let layouts: Layouts;
const positions = Uint32Array.from({ length: 20 }, (_, i) => i);
const open = () => createLayouts({ store: createLayoutStore(folder), log: createLog('silent') });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alaas-maps-'));
  layouts = open();
});

afterEach(async () => {
  await layouts.close();
  rmSync(folder, { recursive: true });
});

async function better(pool: SlowPool) {
  for (;;) {
    const layout = await layouts.of(pool, positions);
    if (layout.progress === null) return layout;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('gives the first layout at once, says how far the better one is, and then gives that', async () => {
  const pool = new SlowPool(twoClouds(40));
  const first = await layouts.of(pool, positions);
  expect(first).toMatchObject({ kind: 'pca', progress: 0 });
  while (pool.kinds.length < 2) await new Promise((resolve) => setImmediate(resolve));
  pool.tell(0.5);
  expect((await layouts.of(pool, positions)).progress).toBe(0.5);
  pool.gate.resolve();
  const last = await better(pool);
  expect(last.kind).toBe('umap');
  expect(last.id).not.toBe(first.id);
  expect(last.places.data[3]).toBeCloseTo(-0.01, 6);
  expect(pool.kinds).toEqual(['pca', 'umap']);
});

it('makes nothing twice: the next process reads what there is, but for a file that was cut short', async () => {
  const pool = new SlowPool(twoClouds(40));
  pool.gate.resolve();
  const before = await better(pool);
  await layouts.close();
  layouts = open();
  const again = new SlowPool(twoClouds(40));
  again.gate.resolve();
  const after = await better(again);
  expect(again.kinds).toEqual([]);
  expect([after.id, after.places]).toEqual([before.id, before.places]);
  const [pca, umap] = readdirSync(folder).sort();
  expect([pca, umap].map((name) => name?.replace(/^[0-9a-f]{32}-/, ''))).toEqual(['pca.f32', 'umap.f32']);
  truncateSync(join(folder, String(umap)), 10);
  layouts = open();
  await better(again);
  expect(again.kinds).toEqual(['umap']);
});

it('stays with the first layout where the better one fails, and says so', async () => {
  const pool = new SlowPool(twoClouds(40));
  pool.failure = new AlaasError('INVALID_EMBEDDINGS', 'Row 3 is not finite.');
  pool.gate.resolve();
  expect(await better(pool)).toMatchObject({ kind: 'pca', progress: null, reason: 'failed' });
});

it('begins again after a first layout that failed, and promises nothing of a few items', async () => {
  const pool = new SlowPool(twoClouds(40));
  const layout = pool.layout.bind(pool);
  pool.layout = () => Promise.reject(new AlaasError('CANCELLED', 'The live pool is closed.'));
  await expect(layouts.of(pool, positions)).rejects.toMatchObject({ code: 'CANCELLED' });
  pool.layout = layout;
  expect((await layouts.of(pool, positions)).kind).toBe('pca');
  pool.gate.resolve();
  const few = await layouts.of(pool, positions.subarray(0, 9));
  expect(few).toMatchObject({ kind: 'pca', progress: null, reason: 'few-items' });
});

it('tells pools apart', async () => {
  const pool = new SlowPool(twoClouds(40));
  const other = new SlowPool(twoClouds(50));
  for (const one of [pool, other]) one.gate.resolve();
  expect((await layouts.of(pool, positions)).id).not.toBe((await layouts.of(other, positions)).id);
  expect((await layouts.of(pool, positions)).id).not.toBe((await layouts.of(pool, positions.subarray(1))).id);
});

it('gives a map that cannot be kept', async () => {
  const store = { read: async () => undefined, write: () => Promise.reject(new Error('The disk is full.')) };
  const unkept = createLayouts({ store, log: createLog('silent') });
  expect(await unkept.of(new SlowPool(twoClouds(10)), positions.subarray(0, 10))).toMatchObject({ kind: 'pca' });
  await unkept.close();
});

it('keeps the newest hundred layouts on disk, whatever becomes of pools', async () => {
  const store = createLayoutStore(folder);
  const place = matrix(Float32Array.of(0, 0), 2);
  const nameOf = (i: number) => `map-${String(i).padStart(3, '0')}`;
  for (let i = 0; i < 103; i++) {
    await store.write(nameOf(i), place);
    utimesSync(join(folder, `${nameOf(i)}.f32`), i, i);
  }
  await store.write('last', place);
  expect(readdirSync(folder)).toHaveLength(100);
  expect(await store.read(nameOf(3), 1)).toBeUndefined();
  expect(await store.read(nameOf(102), 1)).toEqual(place);
  expect(await store.read('last', 1)).toEqual(place);
});
