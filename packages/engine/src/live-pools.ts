/** The pools that are held in memory, each once however many projects look at it, and the threads that work on them. */
import { AlaasError, type Matrix } from '@alaas/core';
import type { Watch } from './engine.ts';
import { LiveRows } from './live/index.ts';
import type { ExportWork } from './live-message.ts';
import type { LivePool } from './live-pool.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { type LiveParts, type LiveThreads, OpenLivePool, type SharedPool } from './open-live-pool.ts';
import { gigabytes, USABLE_SHARE } from './select-memory.ts';
import { SelectThreads } from './select-threads.ts';
import type { Extractor, StoredDataset } from './store/index.ts';

export class LivePools {
  readonly #parts: LiveParts;
  readonly #threads: LiveThreads = {
    quick: new SelectThreads(1),
    slow: new SelectThreads(1),
    map: new SelectThreads(1, 1),
  };
  readonly #shared = new Map<string, SharedPool & { users: number }>();
  readonly #open = new Set<OpenLivePool>();
  /**
   * Threads hold the memory that they have seen until they end: an idle one collects no garbage. Not made where a pool is
   * opened, since what is made there holds the rows.
   */
  readonly #letGo = async (): Promise<void> => {
    await Promise.all(Object.values(this.#threads).map((threads: SelectThreads) => threads.renew()));
    if (this.#open.size > 0) this.#threads.quick.warm();
  };

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  /**
   * Scans what is missing and takes the pool into memory.
   *
   * @throws AlaasError `STRATEGY_NEEDS` when the model gives no embeddings, `NOT_ENOUGH_MEMORY`, `CANCELLED`, what a scan
   *   throws
   */
  async open(dataset: StoredDataset, watch: Watch): Promise<LivePool> {
    const { extractor } = await this.#parts.scans.scan(dataset, dataset.model, watch, ({ embedding }) => {
      if (embedding > 0) return;
      throw new AlaasError(
        'STRATEGY_NEEDS',
        `Live training needs embeddings, and the model of dataset "${dataset.id}" gives none. Name an output under outputs.embedding, or choose another model.`,
      );
    });
    const key = `${dataset.number} ${extractor.number}`;
    const shared = this.#shared.get(key) ?? { ...this.#rowsOf(dataset, extractor), users: 0 };
    this.#shared.set(key, shared);
    shared.users++;
    const close = async (): Promise<void> => {
      this.#open.delete(pool);
      if (--shared.users > 0) return;
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
      await this.#letGo();
    };
    const [threads, letGo] = [this.#threads, this.#letGo];
    const pool = new OpenLivePool({ ...this.#parts, dataset, extractor, shared, threads, letGo, close });
    this.#open.add(pool);
    try {
      this.#threads.quick.warm();
      await pool.takeIn(watch);
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  /** The dataset is about to be deleted: whoever opens one of its number from now on starts anew. */
  forget(dataset: StoredDataset): void {
    for (const key of this.#shared.keys()) if (key.startsWith(`${dataset.number} `)) this.#shared.delete(key);
    for (const pool of this.#open) if (pool.isOf(dataset)) pool.orphan();
  }

  /** A head as ONNX. @throws AlaasError `MODEL_*`, `CANCELLED` */
  async write(work: ExportWork, signal: AbortSignal): Promise<Uint8Array> {
    return await this.#threads.slow.use(signal, (thread, either) =>
      thread.live('export', work, { signal: either, onProgress: () => undefined }),
    );
  }

  /** Closes all pools and ends the threads. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((pool) => pool.close()));
    await Promise.all(Object.values(this.#threads).map((threads: SelectThreads) => threads.close()));
  }

  #rowsOf(dataset: StoredDataset, extractor: Extractor): SharedPool {
    const { store, memory } = this.#parts;
    const featured = store.featured(dataset, extractor);
    const rows = new LiveRows(
      {
        size: () => store.datasets.size(dataset),
        between: (start, end) => featured.between(start, end),
        order: () => featured.order(),
        join: (runs) => featured.join(runs),
        read: (shard): Promise<Matrix> => store.features.read(extractor, shard, 'embeddings'),
        floats: (count) => {
          checkRoom(count * Float32Array.BYTES_PER_ELEMENT, memory.free(), dataset.id);
          return memory.floats(count);
        },
      },
      extractor.widths.embedding,
    );
    return { rows, taking: new OneAtATime() };
  }
}

function checkRoom(bytes: number, free: number, dataset: string): void {
  if (bytes <= free * USABLE_SHARE) return;
  throw new AlaasError(
    'NOT_ENOUGH_MEMORY',
    `The features of dataset "${dataset}" take ${gigabytes(bytes)} in memory; ${gigabytes(free)} are free, and ${USABLE_SHARE * 100} % of that may be used. Use a model of narrower embeddings, a part of the items, or a machine with ${gigabytes(bytes / USABLE_SHARE)} free.`,
  );
}
