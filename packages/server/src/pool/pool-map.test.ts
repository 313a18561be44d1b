import { matrix } from '@alaas/core';
import { expect, it } from 'vitest';
import type { RecordState } from '../database/record-table.ts';
import { twoClouds } from '../testing/live-bench.ts';
import { VectorPool } from '../testing/vector-pool.ts';
import type { Layouts } from './layouts.ts';
import { createPoolMaps } from './pool-map.ts';
import type { PoolView } from './pool-view.ts';

const signal = new AbortController().signal;
const kind = { classes: ['spam', 'ham'], isMulti: false };

/** Every position lies at its own number. */
class NumberedPool extends VectorPool {
  placed: number[][] = [];

  override async place(_laidOut: unknown, positions: Uint32Array) {
    this.placed.push([...positions]);
    return matrix(Float32Array.from([...positions].flatMap((position) => [position, -position])), 2);
  }
}

function viewOf(pool: NumberedPool, labelled: readonly number[]): PoolView {
  const { size, firsts } = pool;
  return {
    ...{ pool, size, firsts, head: undefined, modelVersion: 0, scores: undefined, signals: undefined },
    status: new Uint8Array(size),
    round: new Int32Array(size).fill(-1),
    utility: new Float64Array(size),
    records: new Map(labelled.map((position) => [position, { answer: '"ham"' } as RecordState])),
    labels: { issues: new Map(), cells: new Map() },
    decided: new Set(),
    measuredVersion: 0,
  };
}

const asked: Uint32Array[] = [];
const kept = new Map<string, ReturnType<typeof matrix>>();
const layouts: Layouts = {
  async of(_pool, positions) {
    asked.push(positions);
    const id = positions.join();
    const places =
      kept.get(id) ?? matrix(Float32Array.from([...positions].flatMap((position) => [position, -position])), 2);
    kept.set(id, places);
    return { id, kind: 'pca', places, progress: null };
  },
  close: async () => undefined,
};

const floats = (text: string | undefined) => [
  ...new Float32Array(Uint8Array.from(Buffer.from(text ?? '', 'base64')).buffer),
];

it('of a large pool shows a sample, with all that is labelled in its place', async () => {
  const pool = new NumberedPool(twoClouds(60));
  pool.firsts[4] = 0;
  const maps = createPoolMaps(layouts, 20);
  const labelled = [3, 17, 30, 31, 32, 59];
  const map = await maps.of({ view: viewOf(pool, labelled), kind, have: undefined, signal });
  const sample = [...(asked.at(-1) ?? [])];
  expect(sample).toHaveLength(20);
  expect(sample).not.toContain(4);
  const more = labelled.filter((position) => !sample.includes(position));
  expect(more.length).toBeGreaterThan(0);
  expect(map).toMatchObject({ points: 20 + more.length, total: 60, contents: 59 });
  expect(map.items).toEqual([...sample, ...more].map((position) => `item-${position}`));
  expect(floats(map.x)).toEqual([...sample, ...more]);
  expect(floats(map.y)).toEqual([...sample, ...more].map((position) => -position));
  expect(pool.placed).toEqual([more]);
  // what is placed stays; only what is new is placed
  const rest = [...pool.firsts.keys()].filter((position) => !sample.includes(position) && !more.includes(position));
  const fresh = rest.at(-1) as number;
  const grown = await maps.of({ view: viewOf(pool, [...labelled, fresh]), kind, have: map.layout.id, signal });
  expect(pool.placed).toEqual([more, [fresh]]);
  expect(grown.layout.id).not.toBe(map.layout.id);
  expect(grown.points).toBe(map.points + 1);
  const same = await maps.of({ view: viewOf(pool, [...labelled, fresh]), kind, have: grown.layout.id, signal });
  expect([same.items, same.x, same.points]).toEqual([undefined, undefined, grown.points]);
});

it('keeps most of its points while the pool grows', async () => {
  const maps = createPoolMaps(layouts, 100);
  const sampleOf = async (rows: number) => {
    await maps.of({ view: viewOf(new NumberedPool(twoClouds(rows)), []), kind, have: undefined, signal });
    return new Set(asked.at(-1));
  };
  const [before, after] = [await sampleOf(1000), await sampleOf(1100)];
  expect([before.size, after.size]).toEqual([100, 100]);
  // of those that stay, each is pushed out only by one of the hundred new ones
  expect([...before].filter((position) => after.has(position)).length).toBeGreaterThan(75);
  expect(await sampleOf(1000)).toEqual(before);
});
