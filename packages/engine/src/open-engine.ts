import { hash } from 'node:crypto';
import { join, resolve } from 'node:path';
import {
  AlaasError,
  type Dataset,
  type FeatureWidths,
  type Item,
  type Modality,
  type ModelEntry,
  type Pick,
  parseOptions,
  type QueryResult,
  type SelectionResult,
} from '@alaas/core';
import { defaultStrategy, findLearner, findStrategy } from '@alaas/zoo';
import { cancellable, checkNotCancelled } from './cancellable.ts';
import { decodeVersion } from './decode/index.ts';
import type { Access, DatasetQuery, Engine, EngineOptions, Pool, ScanReport, SignalsQuery, Watch } from './engine.ts';
import { type LocatedModel, locateModel } from './infer/index.ts';
import { leftOut } from './left-out.ts';
import { LoadedModels } from './loaded-models.ts';
import { scan } from './pipeline.ts';
import { createReporter } from './report-progress.ts';
import { checkBudget, checkPool } from './select/index.ts';
import { checkNeeds, selectItems } from './select-items.ts';
import { createSharedMemory, type SharedMemory } from './select-memory.ts';
import { selectSignals } from './select-signals.ts';
import { SelectThreads } from './select-threads.ts';
import { listPool, openSources, type SourceSet } from './source/index.ts';
import { type Extractor, Store, type StoredDataset } from './store/index.ts';

/** Items appended in one transaction. */
const APPEND_ROWS = 5000;
/** Item errors a result carries; the summary counts them all. */
const MAX_RESULT_ERRORS = 100_000;

/**
 * Opens the data's path on this machine.
 *
 * @throws AlaasError `STORE_LOCKED`, `STORE_CORRUPT`
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return new LocalEngine(options);
}

class LocalEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #folder: string;
  readonly #store: Store;
  readonly #sources: Readonly<Record<Access, SourceSet>>;
  readonly #models: LoadedModels;
  readonly #threads = new SelectThreads();
  readonly #memory: SharedMemory;
  /** Scans under way by dataset and model, so that a second one waits instead of repeating. */
  readonly #scans = new Map<string, Promise<unknown>>();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#folder = resolve(options.storage);
    this.#store = new Store(this.#folder);
    const open = (access: Access): SourceSet =>
      openSources({ access, limits: options.limits, sources: options.sources });
    this.#models = new LoadedModels({ replicas: options.replicas, maxPixels: options.limits.max_pixels });
    this.#memory = createSharedMemory(options.availableMemory);
    this.#sources = { local: open('local'), remote: open('remote') };
  }

  createDataset(id: string, model: ModelEntry, access: Access): Dataset {
    const createdAt = (this.#options.now ?? Date.now)();
    return this.#store.datasets.describe(this.#store.datasets.create({ id, model, access, createdAt }));
  }

  dataset(id: string): Dataset {
    return this.#store.datasets.describe(this.#store.datasets.get(id));
  }

  datasetModel(id: string): ModelEntry {
    return this.#store.datasets.get(id).model;
  }

  datasets(): Dataset[] {
    return this.#store.datasets.list().map((dataset) => this.#store.datasets.describe(dataset));
  }

  modality(id: string): Modality | undefined {
    return this.#store.datasets.modality(this.#store.datasets.get(id));
  }

  setModel(id: string, model: ModelEntry): void {
    this.#store.datasets.setModel(this.#store.datasets.get(id), model);
  }

  deleteDataset(id: string): void {
    this.#store.datasets.delete(id);
  }

  async addItems(id: string, pool: Pool, watch: Watch): Promise<{ added: number; known: number }> {
    const dataset = this.#store.datasets.get(id);
    const { limits, sources } = this.#options;
    const access = accessOf(dataset);
    const items =
      'items' in pool
        ? pool.items
        : listPool(pool, { access, limits, sources, sourceSet: this.#sources[access], signal: watch.signal });
    const progress = createReporter(watch.onProgress, 'list', 0);
    let total = { added: 0, known: 0 };
    const append = (rows: readonly Item[]): void => {
      const { added, known } = this.#store.datasets.append(dataset, rows);
      total = { added: total.added + added, known: total.known + known };
      progress.add(rows.length, 0);
    };
    let rows: Item[] = [];
    for await (const item of items) {
      rows.push(item);
      if (rows.length < APPEND_ROWS) continue;
      checkNotCancelled(watch.signal);
      append(rows);
      rows = [];
    }
    append(rows);
    progress.end();
    return total;
  }

  async scan(id: string, model: ModelEntry, watch: Watch): Promise<ScanReport> {
    const dataset = this.#store.datasets.get(id);
    const located = await this.#locate(model, accessOf(dataset), watch.signal);
    const { extractor, inferred } = await this.#scan(dataset, located, watch, () => undefined);
    const { failed } = this.#store.pool(dataset, extractor, true);
    return { items: this.#store.datasets.size(dataset), failed, inferred };
  }

  async query(query: DatasetQuery, watch: Watch): Promise<QueryResult> {
    const { datasets } = this.#store;
    const dataset = datasets.get(query.dataset);
    // everything that can be refused is refused before any work
    checkBudget(query.budget);
    const named = query.strategy.type === 'auto' ? undefined : findStrategy(query.strategy.type);
    if (named !== undefined) parseOptions(named, query.strategy.options);
    const items = datasets.size(dataset);
    const labelled = datasets.labelled(dataset);
    if (labelled > 0) findLearner(query.learner);
    checkPool(query.budget, items - labelled, labelled === 0 ? '' : `${labelled} labelled`);

    const hasHead = (widths: FeatureWidths): boolean => labelled > 0 && widths.embedding > 0;
    const started = performance.now();
    const located = await this.#locate(query.model, accessOf(dataset), watch.signal);
    const { extractor, inferred } = await this.#scan(
      dataset,
      located,
      watch,
      (widths) => named && checkNeeds(named, widths, hasHead(widths)),
    );
    const scanned = performance.now();
    const { widths } = extractor;
    const strategy = named ?? defaultStrategy(widths.probabilities > 0 || hasHead(widths));
    const pool = this.#store.pool(dataset, extractor, query.keepDuplicates);
    const errors = pool.failed === 0 ? [] : datasets.errors(dataset, extractor.number, MAX_RESULT_ERRORS);
    checkPool(query.budget, pool.rows.length, leftOut(errors, pool.failed, labelled, pool.duplicateContents));
    const ranking = await selectItems({
      pool,
      widths,
      read: (shard, signal) => this.#store.features.read(extractor, shard, signal),
      strategy,
      options: query.strategy.options,
      learner: query.learner,
      budget: query.budget,
      seed: query.seed,
      watch,
      threads: this.#threads,
      memory: this.#memory,
    });
    const picks = Array.from(ranking.rows, (row, i): Pick => {
      const { id, uri, sha256 } = datasets.chosen(dataset, row);
      const utility = ranking.utilities[i] as number;
      return {
        rank: i + 1,
        id,
        uri,
        utility,
        strategy: strategy.id,
        model: query.model.name,
        seed: query.seed,
        sha256,
      };
    });
    return {
      picks,
      errors,
      summary: {
        items,
        pool: pool.rows.length,
        labelled,
        duplicateIds: datasets.repeated(dataset),
        duplicateContents: pool.duplicateContents,
        failed: pool.failed,
        inferred,
        seconds: { scan: (scanned - started) / 1000, select: (performance.now() - scanned) / 1000 },
      },
    };
  }

  async select(query: SignalsQuery, access: Access, watch: Watch): Promise<SelectionResult> {
    return await selectSignals(query, { access, sources: this.#options.sources, threads: this.#threads, watch });
  }

  async close(): Promise<void> {
    await this.#threads.close();
    await Promise.allSettled(this.#scans.values());
    await this.#models.close();
    await Promise.all([this.#sources.local.close(), this.#sources.remote.close()]);
    this.#store.close();
  }

  #locate(model: ModelEntry, access: Access, signal: AbortSignal): Promise<LocatedModel> {
    return locateModel(model, {
      folder: resolve(this.#options.folder ?? '.'),
      cache: join(this.#folder, 'models'),
      signal,
      read: async (uri, maxBytes, stop) => {
        const content = await this.#sources[access].open(uri, { signal: stop, maxBytes });
        if (content === 'unchanged') throw new AlaasError('SOURCE_READ', `${uri} answered without its content.`);
        return content.bytes;
      },
    });
  }

  /** Makes the features that are missing. A scan of the same items by the same model that is under way is waited for. */
  async #scan(
    dataset: StoredDataset,
    model: LocatedModel,
    watch: Watch,
    accept: CheckWidths,
  ): Promise<{ extractor: Extractor; inferred: number }> {
    const key = `${dataset.number} ${model.digest}`;
    for (let other = this.#scans.get(key); other !== undefined; other = this.#scans.get(key)) {
      await cancellable(other, watch.signal);
    }
    const work = this.#scanNow(dataset, model, watch, accept);
    this.#scans.set(key, work);
    try {
      return await work;
    } finally {
      this.#scans.delete(key);
    }
  }

  async #scanNow(
    dataset: StoredDataset,
    model: LocatedModel,
    watch: Watch,
    accept: CheckWidths,
  ): Promise<{ extractor: Extractor; inferred: number }> {
    const { datasets, features } = this.#store;
    const digest = extractorDigest(model);
    const known = features.find(digest);
    if (known !== undefined) {
      accept(known.widths);
      datasets.setExtractor(dataset, known.number);
      if (this.#store.isScanned(dataset, known)) return { extractor: known, inferred: 0 };
    }
    watch.onProgress({ stage: 'model', done: 0, total: 1, failed: 0 });
    return await this.#models.use(model, async (pool) => {
      accept(pool.widths);
      const extractor = features.register(digest, pool.widths);
      datasets.setExtractor(dataset, extractor.number);
      const { inferred } = await scan({
        pending: (after, limit) => datasets.pending(dataset, extractor.number, after, limit),
        total: datasets.pendingCount(dataset, extractor.number),
        sources: this.#sources[accessOf(dataset)],
        pool,
        log: this.#store.scanLog(dataset, extractor),
        maxItemBytes: this.#options.limits.max_item_bytes,
        watch,
      });
      return { extractor, inferred };
    });
  }
}

/** The key of cached features: the model, and the version of the code that decodes for it. */
function extractorDigest(model: LocatedModel): string {
  return hash('sha256', `${model.digest} decode ${decodeVersion}`, 'hex');
}

/** Refuses, by throwing and before a scan starts, what this model cannot give. */
type CheckWidths = (widths: FeatureWidths) => void;

function accessOf(dataset: StoredDataset): Access {
  return dataset.access === 'local' ? 'local' : 'remote';
}
