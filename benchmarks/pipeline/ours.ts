import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema, type Item, type QueryResult } from '../../packages/core/src/index.ts';
import { type Engine, openEngine } from '../../packages/engine/src/index.ts';
import { entry } from './model-entry.ts';

const watch = { signal: new AbortController().signal, onProgress: () => undefined };

/** The engine on a fresh store, with the model already loaded: what a running service is. */
export interface Ours {
  /** (d) All items pushed, scanned and queried, nothing cached. Seconds. */
  first(items: Iterable<Item>): Promise<number>;
  /** (e) The same query again. Seconds. */
  second(): Promise<number>;
  close(): Promise<void>;
}

export async function openOurs(warmUp: Iterable<Item>): Promise<Ours> {
  const storage = mkdtempSync(join(tmpdir(), 'alaas-bench-'));
  const { limits, sources } = configSchema.parse({});
  const engine = await openEngine({ storage, limits, sources, replicas: 'auto' });
  engine.createDataset('warm-up', entry, 'local');
  await engine.addItems('warm-up', { items: warmUp }, watch);
  await query(engine, 'warm-up', 1);
  engine.createDataset('pool', entry, 'local');
  return {
    async first(items) {
      const start = performance.now();
      await engine.addItems('pool', { items }, watch);
      const { summary } = await query(engine, 'pool', 100);
      if (summary.failed > 0) throw new Error(`${summary.failed} items failed`);
      return (performance.now() - start) / 1000;
    },
    async second() {
      const start = performance.now();
      const { summary } = await query(engine, 'pool', 100);
      if (summary.inferred > 0) throw new Error('the second query inferred again');
      return (performance.now() - start) / 1000;
    },
    async close() {
      await engine.close();
      rmSync(storage, { recursive: true });
    },
  };
}

function query(engine: Engine, dataset: string, budget: number): Promise<QueryResult> {
  return engine.query(
    {
      dataset,
      budget,
      strategy: { type: 'LeastConfidence', options: {} },
      model: entry,
      learner: 'nearest-prototype',
      seed: 0,
      keepDuplicates: true,
    },
    watch,
  );
}
