import { mkdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { type Database, openDatabase } from './database.ts';
import { Datasets, type StoredDataset } from './datasets.ts';
import { FeaturedRows } from './featured-rows.ts';
import { type Extractor, FeatureShards } from './features.ts';
import { Items } from './items.ts';
import { lockFolder } from './lock.ts';
import { loadPool, type PoolTable } from './pool-table.ts';
import { ScanLog } from './scan-log.ts';
import { TaughtHeads } from './taught-heads.ts';

/** Rows looked at between two pauses: about a millisecond. */
const LOOKED_AT_ONCE = 4096;

/** The embedded store of one data folder. */
export class Store {
  readonly datasets: Datasets;
  readonly features: FeatureShards;
  readonly items: Items;
  readonly heads: TaughtHeads;
  readonly #database: Database;
  readonly #release: () => void;
  #pool: { readonly scan: string; readonly keepDuplicates: boolean; readonly table: PoolTable } | undefined;

  /** @throws AlaasError `STORE_LOCKED` when another process has it open, `STORE_CORRUPT` */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#release = lockFolder(folder);
    try {
      this.#database = openDatabase(folder);
    } catch (error) {
      this.#release();
      throw error;
    }
    this.datasets = new Datasets(this.#database);
    this.features = new FeatureShards(this.#database, folder);
    this.items = new Items(this.#database);
    this.heads = new TaughtHeads(this.#database);
  }

  /** The rows a query can choose from; read again only after something was written. */
  pool(dataset: StoredDataset, extractor: Extractor, keepDuplicates: boolean): PoolTable {
    const scan = this.#scanKey(dataset, extractor);
    if (this.#pool?.scan !== scan || this.#pool.keepDuplicates !== keepDuplicates) {
      const table = loadPool(this.#database, dataset, extractor.number, keepDuplicates);
      this.#pool = { scan, keepDuplicates, table };
    }
    return this.#pool.table;
  }

  /**
   * A row before which no item is left for a scan; undefined when none is left at all. Asked before a scan, when the table
   * of the pool would be of no use yet. Looks in steps, so that nobody waits for a long list of finished items.
   */
  async firstPending(dataset: StoredDataset, extractor: Extractor): Promise<number | undefined> {
    if (this.#pool?.scan === this.#scanKey(dataset, extractor)) return this.#pool.table.pending === 0 ? undefined : 0;
    const size = this.datasets.size(dataset);
    for (let start = 0; start < size; start += LOOKED_AT_ONCE) {
      if (this.datasets.hasPending(dataset, extractor.number, start, start + LOOKED_AT_ONCE)) return start;
      await setImmediate();
    }
    return undefined;
  }

  /** The rows that have features, for a pool that is kept in memory. */
  featured(dataset: StoredDataset, extractor: Extractor): FeaturedRows {
    return new FeaturedRows(this.#database, dataset, extractor);
  }

  scanLog(dataset: StoredDataset, extractor: Extractor): ScanLog {
    return new ScanLog(this.#database, this.features, extractor, dataset);
  }

  close(): void {
    this.#database.close();
    this.#release();
  }

  /** Changes whenever something is written. */
  #scanKey(dataset: StoredDataset, extractor: Extractor): string {
    return `${dataset.number} ${extractor.number} ${this.#database.changes}`;
  }
}
