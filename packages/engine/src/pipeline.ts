/**
 * The data's path, first half: source -> decode -> infer -> store, all at the same time.
 *
 * Downloads run in this thread, up to `concurrency` at once. What has arrived is sent to the workers of the
 * {@link ExtractPool} in batches, which decode and infer; features go to the {@link ScanLog}, which writes them shard
 * by shard. Every queue is bounded, so the slowest stage sets the pace and memory does not grow with the pool.
 * The second half, from features to the chosen items, is `select-items.ts`.
 */
import { hash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { AlaasError, type Features, freeNow, isAlaasError, matrix } from '@alaas/core';
import type { ScanReport, Watch } from './engine.ts';
import type { Extracted } from './extract-message.ts';
import type { ExtractPool } from './extract-pool.ts';
import { createReporter } from './report-progress.ts';
import type { SourceSet } from './source/index.ts';
import type { PendingItem, ReadItem, ScanLog } from './store/index.ts';

/** Bytes of contents that may wait between download and inference. */
const MAX_HELD_BYTES = 256 * 2 ** 20;
const PAGE_ROWS = 1024;
/** A crash repeats no more than this, however slow the model or the network is. */
const MAX_UNSAVED_MS = 20_000;

export interface ScanParts {
  /** The next items to do after a row, in order; empty at the end. */
  readonly pending: (after: number, limit: number) => PendingItem[];
  /** How many there are. */
  readonly total: number;
  readonly sources: SourceSet;
  readonly pool: ExtractPool;
  readonly log: ScanLog;
  readonly maxItemBytes: number;
  readonly watch: Watch;
}

/**
 * Makes and stores the features of all pending items. An item that cannot be read, decoded or inferred is noted and
 * fails nothing else. What is finished when the scan stops early, for whatever reason, is kept.
 *
 * @throws AlaasError `CANCELLED`, `STORE_FULL`, or `MODEL_*` when the model fits none of the items
 */
export async function scan(parts: ScanParts): Promise<Omit<ScanReport, 'items'>> {
  const work = new Scan(parts);
  try {
    await work.run();
  } finally {
    await work.settle();
  }
  return work.report;
}

interface Arrived extends ReadItem {
  readonly bytes: Uint8Array;
}

class Scan {
  readonly #parts: ScanParts;
  readonly #progress: ReturnType<typeof createReporter>;
  readonly #maxHeld: number;
  /** Downloaded, not yet looked up. */
  #arrived: Arrived[] = [];
  /** Looked up and new, not yet sent to a worker. */
  readonly #unknown: Arrived[] = [];
  /** Downloaded and not yet inferred: what back-pressure counts. */
  #held = 0;
  #heldBytes = 0;
  readonly #chunks = new Set<Promise<void>>();
  /** Download lanes that wait for room. */
  readonly #lanes: (() => void)[] = [];
  #page: PendingItem[] = [];
  #pageAt = 0;
  #lastRow = -1;
  #exhausted = false;
  /** Ends the downloads, by the caller's wish or after what cannot be mended. */
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #fatal: { readonly error: unknown } | undefined;
  #failed = 0;
  #inferred = 0;
  #flushedAt = performance.now();

  constructor(parts: ScanParts) {
    this.#parts = parts;
    this.#progress = createReporter(parts.watch.onProgress, 'scan', parts.total);
    this.#signal = AbortSignal.any([parts.watch.signal, this.#stop.signal]);
    // one listener per download lane
    setMaxListeners(0, this.#signal);
    this.#maxHeld = parts.pool.batchSize * (parts.pool.capacity + 2);
  }

  get report(): { failed: number; inferred: number } {
    return { failed: this.#failed, inferred: this.#inferred };
  }

  async run(): Promise<void> {
    this.#nextPage();
    const concurrency = Math.min(
      this.#page.length,
      this.#page.reduce((most, item) => Math.max(most, this.#concurrencyOf(item)), 1),
    );
    await Promise.all(Array.from({ length: concurrency }, () => this.#fetchItems()));
    this.#checkpoint();
    this.#lookUp();
    while (this.#unknown.length > 0) this.#send();
    await Promise.all(this.#chunks);
    this.#checkpoint();
  }

  /** Waits for what is under way and commits it. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#chunks);
    await this.#parts.log.flush();
    this.#progress.end();
  }

  /** One of the download lanes: item after item until none is left or the scan stops. */
  async #fetchItems(): Promise<void> {
    try {
      for (let item = this.#next(); item !== undefined && !this.#signal.aborted; item = this.#next()) {
        await this.#room();
        await this.#fetchOrNote(item);
        // an item that was known or failed holds nothing: its room goes to the next lane
        if (!this.#isFull) this.#release(1);
        if (this.#parts.log.isBehind) await this.#parts.log.caughtUp();
        if (this.#parts.log.heavy || performance.now() - this.#flushedAt > MAX_UNSAVED_MS) await this.#flush();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  async #flush(): Promise<void> {
    this.#flushedAt = performance.now();
    await this.#parts.log.flush();
  }

  async #fetchOrNote(item: PendingItem): Promise<void> {
    try {
      await this.#fetch(item);
    } catch (error) {
      if (this.#signal.aborted) return;
      if (!isAlaasError(error) || !error.code.startsWith('SOURCE_')) throw error;
      this.#parts.log.unread(item.row, { code: error.code, message: error.message });
      this.#count(1, 1);
    }
  }

  async #fetch(item: PendingItem): Promise<void> {
    const { log, sources, maxItemBytes } = this.#parts;
    if (item.inline !== null) {
      this.#take(item, typeof item.inline === 'string' ? Buffer.from(item.inline) : item.inline, undefined);
      return;
    }
    const { row, uri, validator, sha256 } = item;
    const content = await sources.open(uri, {
      signal: this.#signal,
      maxBytes: maxItemBytes,
      known: validator ?? undefined,
    });
    if (content !== 'unchanged') {
      this.#take(item, content.bytes, content.validator);
    } else if (validator !== null && sha256 !== null) {
      log.read([{ row, uri, sha256, validator }]);
      this.#count(1, 0);
    } else {
      throw new AlaasError('SOURCE_READ', `${item.uri} is said to be unchanged, but was never read.`);
    }
  }

  #take({ row, uri }: PendingItem, bytes: Uint8Array, validator: string | undefined): void {
    const sha256 = hash('sha256', bytes, 'hex');
    this.#arrived.push({ row, uri, validator, sha256, bytes });
    this.#held++;
    this.#heldBytes += bytes.byteLength;
    const { pool } = this.#parts;
    // an idle worker takes what there is; a busy one is given full batches
    if (this.#arrived.length + this.#unknown.length < pool.batchSize && !pool.idle) return;
    this.#lookUp();
    if (this.#unknown.length >= pool.batchSize || (this.#unknown.length > 0 && pool.idle)) this.#send();
  }

  /** Tells new contents from known ones, which then hold nothing any more. */
  #lookUp(): void {
    const arrived = this.#arrived;
    if (arrived.length === 0) return;
    this.#arrived = [];
    const states = this.#parts.log.read(arrived);
    const known = arrived.filter((_item, i) => states[i] !== 'new');
    this.#unknown.push(...arrived.filter((_item, i) => states[i] === 'new'));
    if (known.length === 0) return;
    this.#letGo(known);
    this.#count(known.length, 0);
  }

  /** Sends up to a batch of new contents to the workers. */
  #send(): void {
    const { pool } = this.#parts;
    const chunk = this.#unknown.splice(0, pool.batchSize);
    const task = pool
      .extract(chunk.map(({ bytes }) => bytes))
      .then((result) => this.#store(chunk, result))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#chunks.delete(task);
        this.#letGo(chunk);
      });
    this.#chunks.add(task);
  }

  /** These contents take no room any more. */
  #letGo(contents: readonly Arrived[]): void {
    this.#held -= contents.length;
    for (const { bytes } of contents) this.#heldBytes -= bytes.byteLength;
    this.#release(contents.length);
  }

  #store(chunk: readonly Arrived[], result: Extracted): void {
    const { log, pool } = this.#parts;
    const features: Features = {
      ...(result.embeddings && { embeddings: matrix(result.embeddings, pool.widths.embedding) }),
      ...(result.probabilities && { probabilities: matrix(result.probabilities, pool.widths.probabilities) }),
    };
    for (const [row, index] of result.indexes.entries()) log.done((chunk[index] as Arrived).sha256, features, row);
    for (const { index, code, message } of result.failures) {
      log.undecodable((chunk[index] as Arrived).sha256, { code, message });
    }
    // the log has copied them
    freeNow(result.embeddings);
    freeNow(result.probabilities);
    this.#inferred += result.indexes.length;
    this.#count(chunk.length, result.failures.length);
  }

  /** Back-pressure: waits, in the order of arrival, while as much is held as the workers need. */
  async #room(): Promise<void> {
    while (this.#isFull && !this.#signal.aborted) {
      if (this.#chunks.size === 0) this.#lookUp();
      if (!this.#isFull) return;
      if (this.#chunks.size === 0) this.#send();
      await new Promise<void>((resolve) => this.#lanes.push(resolve));
    }
  }

  get #isFull(): boolean {
    return this.#held >= this.#maxHeld || this.#heldBytes >= MAX_HELD_BYTES;
  }

  /** Lets as many lanes go on as items have left; all of them when the scan stops. */
  #release(items: number): void {
    for (const resume of this.#lanes.splice(0, this.#signal.aborted ? this.#lanes.length : items)) resume();
  }

  #next(): PendingItem | undefined {
    if (this.#pageAt === this.#page.length) this.#nextPage();
    return this.#page[this.#pageAt++];
  }

  #nextPage(): void {
    if (this.#exhausted) return;
    this.#page = this.#parts.pending(this.#lastRow, PAGE_ROWS);
    this.#pageAt = 0;
    this.#exhausted = this.#page.length < PAGE_ROWS;
    this.#lastRow = this.#page.at(-1)?.row ?? this.#lastRow;
  }

  #concurrencyOf(item: PendingItem): number {
    return item.inline === null ? this.#parts.sources.concurrency(item.uri) : 1;
  }

  #count(done: number, failed: number): void {
    this.#failed += failed;
    this.#progress.add(done, failed);
  }

  #fail(error: unknown): void {
    this.#fatal ??= { error };
    this.#stop.abort();
  }

  /** @throws what stopped the scan, if something did */
  #checkpoint(): void {
    if (this.#fatal !== undefined) throw this.#fatal.error;
    if (this.#signal.aborted) {
      throw new AlaasError('CANCELLED', 'The scan was cancelled. What it had finished is kept.');
    }
  }
}
