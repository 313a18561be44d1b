import { closeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import {
  AlaasError,
  type Dataset,
  type FeatureWidths,
  type Inspection,
  type Item,
  type LearnerChoice,
  learnerChoice,
  type Modality,
  type ModelEntry,
  type Pick,
  parseOptions,
  plainTraining,
  type QueryResult,
  type SelectionPlan,
  type SelectionResult,
  type SignalName,
  type SimulationResult,
  type Strategy,
  type Wrapper,
} from '@alaas/core';
import { defaultStrategy, findLearner, findStrategy } from '@alaas/zoo';
import { keepUpload } from './add-upload.ts';
import { checkNotCancelled } from './cancellable.ts';
import { accessOf, DatasetScans, type ModelLabels } from './dataset-scans.ts';
import { decodeLimits } from './decode/index.ts';
import type {
  Access,
  DatasetItem,
  DatasetQuery,
  Engine,
  EngineOptions,
  HeadFile,
  InspectQuery,
  ItemContent,
  LabelledPool,
  Pool,
  ScanReport,
  SignalsQuery,
  SimulationQuery,
  Upload,
  Watch,
} from './engine.ts';
import { exportLive } from './export-live.ts';
import { inspectData } from './inspect-data.ts';
import { itemContent } from './item-content.ts';
import { leftOut } from './left-out.ts';
import type { LiveHead, LivePool } from './live-pool.ts';
import { LivePools } from './live-pools.ts';
import { LoadedModels } from './loaded-models.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { plannedQuery, withPending } from './plan-query.ts';
import { planSelection } from './plan-selection.ts';
import { checkWraps, wrapNames } from './query-wraps.ts';
import { createReporter } from './report-progress.ts';
import { checkBudget, checkPool } from './select/index.ts';
import { membersOf, wantsHead } from './select-head.ts';
import { checkNeeds, selectItems } from './select-items.ts';
import { createSharedMemory, type SharedMemory } from './select-memory.ts';
import type { OpenFile } from './select-message.ts';
import { planSignals, selectSignals } from './select-signals.ts';
import { SelectThreads } from './select-threads.ts';
import { SeriesReader } from './series-reader.ts';
import { simulate } from './simulate.ts';
import {
  datasetVectors,
  type NamedVectors,
  openVectors,
  type PreparedData,
  type UnreadVectors,
} from './simulate-data.ts';
import { createFileGate, listPool, openPlace, openSources, type SourceSet, Uploads } from './source/index.ts';
import { type LabelledRow, type PoolTable, rowsWith, Store, type StoredDataset } from './store/index.ts';

/** Items appended in one transaction: enough to share one write to disk, and few enough that nobody waits for it. */
const APPEND_ROWS = 1000;
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
  readonly #uploads: Uploads;
  readonly #models: LoadedModels;
  readonly #threads = new SelectThreads();
  readonly #series = new SeriesReader();
  readonly #memory: SharedMemory;
  readonly #scans: DatasetScans;
  readonly #live: LivePools;
  /** Each takes every core. */
  readonly #simulations = new OneAtATime();
  readonly #closing = new AbortController();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#folder = resolve(options.storage);
    this.#store = new Store(this.#folder);
    const uploads = join(this.#folder, 'uploads');
    this.#uploads = new Uploads(uploads);
    this.#uploads.sweep(this.#store.datasets.list().map(({ id }) => id));
    const open = (access: Access): SourceSet =>
      openSources({ access, limits: options.limits, sources: options.sources, uploads });
    this.#models = new LoadedModels({ replicas: options.replicas, limits: decodeLimits(options.limits) });
    this.#memory = createSharedMemory(options.availableMemory);
    this.#sources = { local: open('local'), remote: open('remote') };
    this.#scans = new DatasetScans({
      store: this.#store,
      models: this.#models,
      sources: this.#sources,
      limits: options.limits,
      modelFolder: resolve(options.folder ?? '.'),
      modelCache: join(this.#folder, 'models'),
    });
    this.#live = new LivePools({
      store: this.#store,
      scans: this.#scans,
      models: this.#models,
      sources: this.#sources,
      limits: options.limits,
      memory: this.#memory,
    });
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

  datasetAccess(id: string): Access {
    return accessOf(this.#store.datasets.get(id));
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
    this.#live.forget(this.#store.datasets.get(id));
    this.#store.datasets.delete(id);
    this.#uploads.forget(id);
  }

  async inspect(query: InspectQuery, access: Access, signal: AbortSignal): Promise<Inspection> {
    const { limits, sources } = this.#options;
    return await inspectData(query, {
      gate: createFileGate(access, sources.roots),
      sourceSet: this.#sources[access],
      limits,
      signal: AbortSignal.any([signal, this.#closing.signal]),
      now: () => performance.now(),
    });
  }

  async addItems(id: string, pool: Pool, watch: Watch): Promise<{ added: number; known: number }> {
    const dataset = this.#store.datasets.get(id);
    const { limits, sources } = this.#options;
    const access = accessOf(dataset);
    const { signal } = watch;
    const parts = listPool(pool, { access, limits, sources, sourceSet: this.#sources[access], signal });
    const progress = createReporter(watch.onProgress, 'list', 0);
    let total = { added: 0, known: 0 };
    const append = (rows: readonly Item[]): void => {
      const { added, known } = this.#store.datasets.append(dataset, rows);
      total = { added: total.added + added, known: total.known + known };
      progress.add(rows.length, 0);
    };
    let rows: Item[] = [];
    for await (const part of parts) {
      for (const item of part) {
        rows.push(item);
        if (rows.length < APPEND_ROWS) continue;
        checkNotCancelled(signal);
        append(rows);
        rows = [];
        // a million items take seconds, in which a service must go on answering
        await otherWork();
      }
    }
    if (rows.length > 0) append(rows);
    progress.end();
    return total;
  }

  async addUpload(id: string, upload: Upload): ReturnType<Engine['addUpload']> {
    const { limits } = this.#options;
    this.#store.datasets.get(id);
    const { item, type, bytes } = await keepUpload(id, upload, { uploads: this.#uploads, limits });
    // it may have been deleted while the content was written; then what was written goes with the next sweep
    const { added } = this.#store.datasets.append(this.#store.datasets.get(id), [item]);
    return { id: item.id, uri: item.uri, type, bytes, added: added > 0 };
  }

  async scan(id: string, model: ModelEntry, watch: Watch): Promise<ScanReport> {
    const dataset = this.#store.datasets.get(id);
    const { extractor, inferred } = await this.#scans.scan(dataset, model, watch, () => undefined);
    const { failed } = this.#store.pool(dataset, extractor, true);
    return { items: this.#store.datasets.size(dataset), failed, inferred };
  }

  async query(query: DatasetQuery, watch: Watch): Promise<QueryResult> {
    const { datasets } = this.#store;
    const asked = this.#checked(query);
    const { dataset, wrappers, items, labelled, learner } = asked;
    const started = performance.now();
    const { extractor, labels, inferred } = await this.#scans.scan(dataset, query.model, watch, (widths, modelLabels) =>
      checkAll(asked, widths, modelLabels),
    );
    const scanned = performance.now();
    const { widths } = extractor;
    const strategy = strategyFor(asked, widths);
    const pool = this.#store.pool(dataset, extractor, query.keepDuplicates);
    const errors = pool.failed === 0 ? [] : datasets.errors(dataset, extractor.number, MAX_RESULT_ERRORS);
    checkPool(query.budget, pool.rows.length, leftOut(errors, pool.failed, labelled, pool.duplicateContents));
    const history = this.#store.heads.history(dataset, extractor.number, { labelled: pool.labelled, items });
    const { ranking, taught } = await selectItems({
      pool,
      widths,
      modelLabels: labels,
      read: (shard, signal) => this.#store.features.read(extractor, shard, signal),
      strategy,
      options: query.strategy.options,
      wrap: query.strategy.wrap ?? [],
      learner,
      training: query.training ?? plainTraining,
      history,
      budget: query.budget,
      seed: query.seed,
      watch,
      threads: this.#threads,
      memory: this.#memory,
    });
    if (taught !== undefined) history.keep(taught.head);
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
        ...wrapNames(wrappers),
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
        ...taught?.report,
        seconds: { scan: (scanned - started) / 1000, select: (performance.now() - scanned) / 1000 },
      },
    };
  }

  async planQuery(query: DatasetQuery, signal: AbortSignal): Promise<SelectionPlan> {
    const asked = this.#checked(query);
    const { dataset, wrappers, items, labelled, learner } = asked;
    const { widths, labels, extractor } = await this.#scans.gives(dataset, query.model, signal);
    checkAll(asked, widths, labels);
    const strategy = strategyFor(asked, widths);
    const needs = [...new Set([strategy, ...wrappers].flatMap((asker) => asker.needs))];
    // what has not been scanned may still turn out to be broken, or a duplicate
    const pool = extractor && this.#store.pool(dataset, extractor, query.keepDuplicates);
    const hasHead = wantsHead({ widths, needs, labelled });
    const planned = plannedQuery(
      { strategy, options: query.strategy.options, wrap: query.strategy.wrap ?? [], needs, budget: query.budget },
      {
        n: pool?.pending === 0 ? pool.rows.length + pool.labelled.length : items,
        d: widths.embedding,
        k: hasHead ? this.#store.datasets.classes(dataset) : widths.probabilities,
        m: hasHead ? membersOf(learner, { id: strategy.id, needs }) : 0,
        labelled,
      },
    );
    const pace = await this.#threads.use(signal, (thread, stop) => thread.pace(stop));
    return withPending(planSelection(planned, { free: this.#memory.free() }, pace), pool?.pending ?? items);
  }

  async select(query: SignalsQuery, access: Access, watch: Watch): Promise<SelectionResult> {
    return await selectSignals(query, { access, sources: this.#options.sources, threads: this.#threads, watch });
  }

  async plan(query: SignalsQuery, access: Access, signal: AbortSignal): Promise<SelectionPlan> {
    const watch = { signal, onProgress: () => undefined };
    return await planSignals(query, { access, sources: this.#options.sources, threads: this.#threads, watch });
  }

  async simulate(query: SimulationQuery, access: Access, watch: Watch): Promise<SimulationResult> {
    const { pool, test, name, ...plan } = query;
    return await this.#simulations.run(watch.signal, async () => {
      const { data, digest } = await this.#prepared(pool, test, access, watch);
      const model = 'dataset' in pool ? pool.model.name : null;
      return await simulate({
        plan,
        data,
        digest,
        named: { data: name, model },
        folder: join(this.#folder, 'simulations'),
        checkMemory: this.#memory.check,
        watch: { ...watch, signal: AbortSignal.any([watch.signal, this.#closing.signal]) },
      });
    });
  }

  items(id: string, { after = -1, limit }: { readonly after?: number; readonly limit: number }): DatasetItem[] {
    return this.#store.items.page(this.#store.datasets.get(id), after, limit);
  }

  itemRows(id: string, ids: readonly string[]): (DatasetItem | undefined)[] {
    return this.#store.items.byIds(this.#store.datasets.get(id), ids);
  }

  async content(id: string, item: string, signal: AbortSignal): Promise<ItemContent> {
    const dataset = this.#store.datasets.get(id);
    const source = this.#sources[accessOf(dataset)];
    const { max_item_bytes: maxBytes, max_values: maxValues, max_pixels: maxPixels } = this.#options.limits;
    return await itemContent(this.#store.items.inline(dataset, item), source, {
      series: this.#store.datasets.modality(dataset) === 'series' ? this.#series : undefined,
      maxBytes,
      maxValues,
      maxPixels,
      signal,
    });
  }

  async openLivePool(id: string, watch: Watch): Promise<LivePool> {
    return await this.#live.open(this.#store.datasets.get(id), watch);
  }

  async exportLive(
    id: string,
    head: LiveHead,
    { joined, model, signal = this.#closing.signal }: Parameters<Engine['exportLive']>[2],
  ): Promise<HeadFile> {
    const dataset = this.#store.datasets.get(id);
    return await exportLive(head, {
      locate: joined ? () => this.#scans.locate(dataset.model, accessOf(dataset), signal) : undefined,
      model,
      write: (work) => this.#live.write(work, signal),
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#live.close();
    await this.#simulations.settled();
    await this.#threads.close();
    await this.#series.close();
    await this.#scans.settled();
    await this.#models.close();
    await Promise.all([this.#sources.local.close(), this.#sources.remote.close()]);
    this.#store.close();
  }

  /** Everything about a query that can be refused before any work is refused here. */
  #checked(query: DatasetQuery): CheckedQuery {
    const { datasets } = this.#store;
    const dataset = datasets.get(query.dataset);
    // everything that can be refused is refused before any work
    checkBudget(query.budget);
    const named = query.strategy.type === 'auto' ? undefined : findStrategy(query.strategy.type);
    if (named !== undefined) parseOptions(named, query.strategy.options);
    // what auto stands for ranks row by row, as random does
    const wrappers = checkWraps(named ?? defaultStrategy(false), query.strategy.wrap);
    const items = datasets.size(dataset);
    const labelled = datasets.labelled(dataset);
    const learner = learnerChoice(query.learner);
    if (labelled > 0) parseOptions(findLearner(learner.type), learner.options);
    checkPool(query.budget, items - labelled, labelled === 0 ? '' : `${labelled} labelled`);
    return { dataset, named, wrappers, items, labelled, learner };
  }

  /** Labelled items for a simulation: files are read, and everything parted and numbered, in a thread. */
  async #prepared(
    pool: LabelledPool,
    test: LabelledPool | number,
    access: Access,
    watch: Watch,
  ): Promise<PreparedData> {
    const opened: OpenFile[] = [];
    const open = async (place: string): Promise<OpenFile> => {
      const file = await openPlace(place, { access, sources: this.#options.sources });
      opened.push(file);
      return file;
    };
    const unread = (given: LabelledPool): Promise<UnreadVectors> =>
      'dataset' in given ? this.#labelled(given, watch) : openVectors(given, open);
    try {
      const work = { pool: await unread(pool), test: typeof test === 'number' ? test : await unread(test) };
      return await this.#threads.use(watch.signal, (thread, signal) => thread.prepare(work, signal));
    } finally {
      for (const { fd } of opened) closeSync(fd);
    }
  }

  /** Labelled items of a dataset with their embeddings. */
  async #labelled(pool: Extract<LabelledPool, { dataset: string }>, watch: Watch): Promise<NamedVectors> {
    const { signal } = watch;
    const dataset = this.#store.datasets.get(pool.dataset);
    const { extractor } = await this.#scans.scan(dataset, pool.model, watch, ({ embedding }) => {
      if (embedding > 0) return;
      throw new AlaasError(
        'STRATEGY_NEEDS',
        'A simulation needs embeddings, and the model gives none. Name an output under outputs.embedding, or choose another model.',
      );
    });
    const table = this.#store.pool(dataset, extractor, true);
    const labelled = pool.labels === undefined ? table.labelled : this.#labelledBy(dataset, table, pool.labels);
    const read = (shard: number, name: SignalName) => this.#store.features.read(extractor, shard, name);
    return await datasetVectors(labelled, extractor.widths.embedding, read, { memory: this.#memory, signal });
  }

  #labelledBy(dataset: StoredDataset, table: PoolTable, labels: ReadonlyMap<string, string>): LabelledRow[] {
    const byRow = new Map<number, string>();
    for (const item of this.#store.items.byIds(dataset, [...labels.keys()])) {
      if (item !== undefined) byRow.set(item.row, labels.get(item.id) as string);
    }
    return rowsWith(table, byRow);
  }
}

/** A query that nothing is wrong with, as far as can be seen without its model. */
interface CheckedQuery {
  readonly dataset: StoredDataset;
  /** Undefined: `auto`. */
  readonly named: Strategy | undefined;
  readonly wrappers: readonly Wrapper[];
  readonly items: number;
  readonly labelled: number;
  readonly learner: LearnerChoice;
}

/** @throws AlaasError `STRATEGY_NEEDS` */
function checkAll(
  { named, wrappers, labelled, learner }: CheckedQuery,
  widths: FeatureWidths,
  modelLabels: ModelLabels,
): void {
  const means = { hasLabels: labelled > 0, learner: learner.type, modelLabels };
  for (const asker of named === undefined ? wrappers : [named, ...wrappers]) checkNeeds(asker, widths, means);
}

function strategyFor({ named, labelled }: CheckedQuery, { probabilities, embedding }: FeatureWidths): Strategy {
  return named ?? defaultStrategy(probabilities > 0 || (labelled > 0 && embedding > 0));
}
