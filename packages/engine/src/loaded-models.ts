import { ExtractPool, type PoolOptions } from './extract-pool.ts';
import type { LocatedModel } from './infer/index.ts';

/** Models that stay loaded when nobody uses them; beyond that the one idle for longest is closed. */
const MAX_IDLE = 2;

interface Entry {
  readonly pool: Promise<ExtractPool>;
  users: number;
}

/** The models in memory, shared by whoever needs the same one. */
export class LoadedModels {
  readonly #options: PoolOptions;
  /** By digest; the least recently used comes first. */
  readonly #entries = new Map<string, Entry>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Runs `work` with the model loaded. @throws AlaasError `MODEL_*` when it cannot be loaded */
  async use<T>(model: LocatedModel, work: (pool: ExtractPool) => Promise<T>): Promise<T> {
    const entry = this.#acquire(model);
    try {
      return await work(await entry.pool);
    } finally {
      entry.users--;
      await this.#evict(model.digest, entry);
    }
  }

  /** Closes all; nobody may be using one. */
  async close(): Promise<void> {
    const pools = await Promise.allSettled([...this.#entries.values()].map(({ pool }) => pool));
    this.#entries.clear();
    await Promise.all(pools.map((pool) => (pool.status === 'fulfilled' ? pool.value.close() : undefined)));
  }

  #acquire(model: LocatedModel): Entry {
    const entry = this.#entries.get(model.digest) ?? { pool: ExtractPool.start(model, this.#options), users: 0 };
    entry.users++;
    this.#entries.delete(model.digest);
    this.#entries.set(model.digest, entry);
    return entry;
  }

  async #evict(digest: string, entry: Entry): Promise<void> {
    const [pool] = await Promise.allSettled([entry.pool]);
    // one that failed to load, or lost a worker, is started anew next time
    if (pool.status === 'rejected' || pool.value.broken) {
      if (this.#entries.get(digest) === entry) this.#entries.delete(digest);
      if (pool.status === 'fulfilled' && entry.users === 0) await pool.value.close();
      return;
    }
    const idle = [...this.#entries].filter(([, { users }]) => users === 0);
    for (const [key, { pool: unused }] of idle.slice(0, Math.max(0, idle.length - MAX_IDLE))) {
      this.#entries.delete(key);
      await (await unused).close();
    }
  }
}
