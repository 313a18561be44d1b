import { AlaasError, type Config, type Matrix } from '@alaas/core';
import { findWraps } from '@alaas/zoo';
import { checkNotCancelled } from './cancellable.ts';
import { accessOf, type DatasetScans, extractorDigest } from './dataset-scans.ts';
import { embedContents, type Failed } from './embed-contents.ts';
import type { Access, Watch } from './engine.ts';
import { type LiveRows, nearestRows } from './live/index.ts';
import { chooseLive } from './live-choice.ts';
import type { LiveWork } from './live-message.ts';
import type {
  LayoutAsk,
  LiveAsk,
  LiveContent,
  LiveHead,
  LiveItem,
  LivePool,
  LiveRanking,
  LiveScores,
  LiveTraining,
  PredictWatch,
} from './live-pool.ts';
import type { LoadedModels } from './loaded-models.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { createReporter } from './report-progress.ts';
import { checkBudget } from './select/index.ts';
import type { SharedMemory } from './select-memory.ts';
import type { SelectThreads } from './select-threads.ts';
import type { SourceSet } from './source/index.ts';
import type { Extractor, Store, StoredDataset } from './store/index.ts';

export interface LiveParts {
  readonly store: Store;
  readonly scans: DatasetScans;
  readonly models: LoadedModels;
  readonly sources: Readonly<Record<Access, SourceSet>>;
  readonly limits: Config['limits'];
  readonly memory: SharedMemory;
}

/** Rows in memory that several pools look at. */
export interface SharedPool {
  readonly rows: LiveRows;
  /** Rows are taken in by one at a time. */
  readonly taking: OneAtATime;
}

/**
 * Threads of live work alone, so that no selection of somebody else holds up a training. `quick` fits, asks heads and ranks
 * row by row, which takes parts of a second; `slow` is for strategies that look at the set, which may take minutes; `map` is
 * for layouts that nobody waits for, on one core.
 */
export interface LiveThreads {
  readonly quick: SelectThreads;
  readonly slow: SelectThreads;
  readonly map: SelectThreads;
}

interface Parts extends LiveParts {
  readonly dataset: StoredDataset;
  readonly extractor: Extractor;
  readonly shared: SharedPool;
  readonly threads: LiveThreads;
  /** Makes threads give back the memory that they have seen. */
  readonly letGo: () => Promise<void>;
  /** Called once, when the pool is closed. */
  readonly close: () => Promise<void>;
}

/** One look at a pool in memory: its size changes by its own refresh only, whoever else refreshes the same rows. */
export class OpenLivePool implements LivePool {
  readonly dataset: string;
  readonly model: LivePool['model'];
  readonly width: number;
  readonly #parts: Omit<Parts, 'shared' | 'close'>;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  /** Undefined once closed: then nothing holds the memory any more. */
  #shared: SharedPool | undefined;
  #close: (() => Promise<void>) | undefined;
  #size = 0;
  #isOrphan = false;

  constructor({ shared, close, ...parts }: Parts) {
    const { dataset, extractor } = parts;
    this.#parts = parts;
    this.#shared = shared;
    this.#close = close;
    this.dataset = dataset.id;
    this.model = { name: dataset.model.name, digest: extractor.digest };
    this.width = extractor.widths.embedding;
  }

  get size(): number {
    return this.#size;
  }

  digest(size = this.#size): string {
    if (size > this.#size) throw new RangeError(`the pool has ${this.#size} positions, and not ${size}`);
    return this.#rows.digest(size);
  }

  get firsts(): Uint8Array {
    return this.#rows.firsts(this.#size);
  }

  /** Its dataset was deleted: what is in memory can still be used, and no more is read. */
  orphan(): void {
    this.#isOrphan = true;
  }

  isOf(dataset: StoredDataset): boolean {
    return this.#parts.dataset.number === dataset.number;
  }

  item(position: number): LiveItem {
    const rows = this.#rows;
    this.#checkDataset();
    const { id, uri, text } = this.#parts.store.items.at(this.#parts.dataset, rows.row(this.#known(position)));
    return { id, uri, sha256: rows.sha256(position), ...(text !== undefined && { text }) };
  }

  id(position: number): string {
    return this.#rows.id(this.#known(position));
  }

  sha256(position: number): string {
    return this.#rows.sha256(this.#known(position));
  }

  positionOf(item: string): number | undefined {
    const position = this.#rows.positionOf(item);
    return position !== undefined && position < this.#size ? position : undefined;
  }

  async refresh(watch: Watch): Promise<number> {
    return await this.#run(watch.signal, async (signal) => {
      const { store, scans, dataset, extractor } = this.#parts;
      this.#checkDataset();
      // every row is here: nothing to look for
      if (this.#rows.size < store.datasets.size(dataset)) {
        const scanned = await scans.scan(dataset, dataset.model, { ...watch, signal }, () => undefined);
        if (scanned.extractor.number !== extractor.number) throw exchanged(dataset);
      }
      return await this.#takeIn({ ...watch, signal });
    });
  }

  /** Takes in what has features. @returns positions added */
  async takeIn(watch: Watch): Promise<number> {
    return await this.#run(watch.signal, (signal) => this.#takeIn({ ...watch, signal }));
  }

  async train(training: LiveTraining, signal: AbortSignal): Promise<LiveHead> {
    return await this.#work(
      'quick',
      'teach',
      { training: ownTraining(training), embeddings: this.#embeddings },
      signal,
    );
  }

  async score(head: LiveHead, signal: AbortSignal, positions?: Uint32Array): Promise<LiveScores> {
    for (const position of positions ?? []) this.#known(position);
    const work = { head, embeddings: this.#embeddings, ...(positions && { positions: positions.slice() }) };
    return { probabilities: await this.#work('quick', 'score', work, signal) };
  }

  async rank(ask: LiveAsk, signal: AbortSignal): Promise<LiveRanking> {
    checkBudget(ask.budget);
    const { strategy, options, wrap } = chooseLive(ask);
    const { candidates, training, head, budget, seed } = ask;
    if (candidates.length > this.#size) {
      throw new RangeError(`there are ${candidates.length} candidates in a pool of ${this.#size}`);
    }
    const work = {
      strategy: strategy.id,
      options,
      wrap,
      budget,
      seed,
      embeddings: this.#rows.embeddings(candidates.length),
      candidates: candidates.slice(),
      training: training && ownTraining(training),
      head,
      previous: ask.previous ?? training?.previous,
    };
    const isQuick = strategy.kind === 'scorer' && findWraps(wrap).every(({ wrapper }) => wrapper.kind === 'reweigher');
    const { rows, utilities } = await this.#work(isQuick ? 'quick' : 'slow', 'rank', work, signal);
    return { strategy: strategy.id, positions: rows, utilities };
  }

  async predict(
    head: LiveHead,
    contents: readonly LiveContent[],
    watch: PredictWatch,
  ): Promise<readonly (Float32Array | Failed)[]> {
    return await this.#run(watch.signal, async (signal) => {
      const { scans, models, sources, limits, dataset } = this.#parts;
      const model = await scans.locate(dataset.model, accessOf(dataset), signal);
      if (extractorDigest(model) !== this.model.digest) throw exchanged(dataset);
      const source = sources[watch.access ?? 'remote'];
      const { failures, embeddings, places } = await models.use(model, (pool) =>
        embedContents(contents, { pool, source, maxItemBytes: limits.max_item_bytes, watch: { ...watch, signal } }),
      );
      const said = places.length === 0 ? undefined : await this.#ask('quick', 'score', { head, embeddings }, signal);
      const answers = new Array<Float32Array | Failed>(contents.length);
      for (const [place, failure] of failures) answers[place] = failure;
      for (const [i, place] of places.entries()) answers[place] = rowOf(said as Matrix, i);
      return answers;
    });
  }

  async nearest(
    position: number,
    { among, count }: { readonly among?: Uint32Array | undefined; readonly count: number },
    given: AbortSignal,
  ): Promise<{ position: number; similarity: number }[]> {
    for (const one of among ?? []) this.#known(one);
    return await this.#run(given, async (signal) => {
      const checkpoint = () => checkNotCancelled(signal);
      const nearest = await nearestRows(this.#embeddings, this.#known(position), { among, count, checkpoint });
      return nearest.map(({ row, similarity }) => ({ position: row, similarity }));
    });
  }

  async search(text: string, given: AbortSignal): Promise<Uint32Array> {
    return await this.#run(given, async (signal) => {
      this.#checkDataset();
      const { store, dataset } = this.#parts;
      const rows = this.#rows;
      const found: number[] = [];
      for await (const ids of store.items.search(dataset, text, store.datasets.size(dataset))) {
        checkNotCancelled(signal);
        for (const id of ids) {
          const position = rows.positionOf(id);
          if (position !== undefined && position < this.#size) found.push(position);
        }
      }
      return Uint32Array.from(found).sort();
    });
  }

  async layout({ kind, positions, seed }: LayoutAsk, watch: Watch): Promise<Matrix> {
    for (const position of positions) this.#known(position);
    const work = { kind, positions: positions.slice(), seed, embeddings: this.#embeddings };
    return await this.#run(watch.signal, (signal) =>
      this.#parts.threads[kind === 'pca' ? 'slow' : 'map'].use(signal, (thread, either) =>
        thread.live('layout', work, { signal: either, onProgress: watch.onProgress }),
      ),
    );
  }

  async place(
    laidOut: { readonly positions: Uint32Array; readonly places: Matrix },
    positions: Uint32Array,
    signal: AbortSignal,
  ): Promise<Matrix> {
    for (const position of [...laidOut.positions, ...positions]) this.#known(position);
    const work = {
      embeddings: this.#embeddings,
      anchors: laidOut.positions.slice(),
      places: { ...laidOut.places, data: laidOut.places.data.slice() },
      positions: positions.slice(),
    };
    return await this.#work('slow', 'place', work, signal);
  }

  async close(): Promise<void> {
    const close = this.#close;
    if (close === undefined) return;
    // both know the memory
    this.#shared = undefined;
    this.#close = undefined;
    this.#closing.abort();
    await Promise.allSettled(this.#running);
    await close();
  }

  get #rows(): SharedPool['rows'] {
    if (this.#shared === undefined) throw closed(this.dataset);
    return this.#shared.rows;
  }

  get #embeddings(): Matrix {
    return this.#rows.embeddings(this.#size);
  }

  #known(position: number): number {
    if (Number.isInteger(position) && position >= 0 && position < this.#size) return position;
    throw new RangeError(`there is no position ${position} in a pool of ${this.#size}`);
  }

  /** Another dataset may have its name and its number by now. */
  #checkDataset(): void {
    if (!this.#isOrphan) return;
    throw new AlaasError('NOT_FOUND', `The dataset "${this.dataset}" of this live pool was deleted.`);
  }

  async #takeIn({ signal, onProgress }: Watch): Promise<number> {
    const shared = this.#shared;
    if (shared === undefined) throw closed(this.dataset);
    const { rows, taking } = shared;
    await taking.run(signal, async () => {
      this.#checkDataset();
      const { buffer } = rows.embeddings(0).data;
      let before = 0;
      let progress: ReturnType<typeof createReporter> | undefined;
      await rows.take(
        () => {
          checkNotCancelled(signal);
          this.#checkDataset();
        },
        (done, total) => {
          progress ??= createReporter(onProgress, 'scan', total);
          progress.add(done - before, 0);
          before = done;
        },
      );
      progress?.end();
      if (buffer.byteLength > 0 && rows.embeddings(0).data.buffer !== buffer) await this.#parts.letGo();
    });
    const added = rows.size - this.#size;
    this.#size = rows.size;
    return added;
  }

  /** Work in a thread of its own. */
  async #work<Kind extends keyof LiveWork>(
    pace: 'quick' | 'slow',
    kind: Kind,
    work: LiveWork[Kind]['work'],
    given: AbortSignal,
  ): Promise<LiveWork[Kind]['answer']> {
    return await this.#run(given, (signal) => this.#ask(pace, kind, work, signal));
  }

  async #ask<Kind extends keyof LiveWork>(
    pace: 'quick' | 'slow',
    kind: Kind,
    work: LiveWork[Kind]['work'],
    signal: AbortSignal,
  ): Promise<LiveWork[Kind]['answer']> {
    return await this.#parts.threads[pace].use(signal, (thread, either) =>
      thread.live(kind, work, { signal: either, onProgress: () => undefined }),
    );
  }

  /** Runs what `close` cancels and waits for. */
  async #run<T>(given: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#shared === undefined) throw closed(this.dataset);
    const running = work(AbortSignal.any([given, this.#closing.signal]));
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

/** A view would be sent to a thread with everything else in its memory. */
function ownTraining({ positions, labels, weights, ...rest }: LiveTraining): LiveTraining {
  return {
    ...rest,
    positions: positions.slice(),
    labels: labels.slice(),
    ...(weights && { weights: weights.slice() }),
  };
}

function rowOf({ data, columns }: Matrix, row: number): Float32Array {
  return data.slice(row * columns, (row + 1) * columns);
}

function closed(dataset: string): AlaasError {
  return new AlaasError('CANCELLED', `The live pool of "${dataset}" is closed.`);
}

function exchanged({ id, model }: StoredDataset): AlaasError {
  return new AlaasError(
    'CONFLICT',
    `The files of model "${model.name}" are not those that the live pool of "${id}" was opened with. Open it again.`,
  );
}
