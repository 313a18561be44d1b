import {
  AlaasError,
  type Dataset,
  fileModality,
  type Inspection,
  type Item,
  type Modality,
  type ModelEntry,
  type Progress,
  type QueryResult,
  type SelectionPlan,
  type SelectionResult,
  type SimulationResult,
} from '@alaas/core';
import type {
  Access,
  DatasetItem,
  DatasetQuery,
  Engine,
  HeadFile,
  InspectQuery,
  ItemContent,
  LiveHead,
  Pool,
  ScanReport,
  SignalsQuery,
  SimulationQuery,
  Upload,
  Watch,
} from '@alaas/engine';
import { defaultStrategy } from '@alaas/zoo';
import { MemoryLivePool } from './memory-live-pool.ts';

interface Stored {
  readonly id: string;
  readonly access: Access;
  model: ModelEntry;
  readonly items: Map<string, Item>;
}

/**
 * An engine without contents: it keeps items in memory and chooses the first ones. Work waits at a gate where a
 * test closes one.
 */
export class MemoryEngine implements Engine {
  readonly stored = new Map<string, Stored>();
  /** Every query and scan that began, in order. */
  readonly calls: (
    | { readonly kind: 'query'; readonly query: DatasetQuery }
    | { readonly kind: 'scan'; readonly dataset: string; readonly model: ModelEntry }
    | { readonly kind: 'select'; readonly query: SignalsQuery; readonly access: Access }
    | { readonly kind: 'planQuery'; readonly query: DatasetQuery }
    | { readonly kind: 'simulate'; readonly query: SimulationQuery; readonly access: Access }
  )[] = [];
  /** What was looked at, in order. */
  readonly inspected: { readonly query: InspectQuery; readonly access: Access }[] = [];
  /** Pools that were opened, in order. */
  readonly pools: MemoryLivePool[] = [];
  /** Work waits for it before it ends. */
  gate: Promise<void> = Promise.resolve();
  /** Thrown by the next pieces of work. */
  failure: unknown;
  /** Reported by every piece of work. */
  progress: Progress[] = [];
  /** Told by every simulation. */
  points: Parameters<NonNullable<Watch['onPoint']>>[0][] = [];
  isClosed = false;

  createDataset(id: string, model: ModelEntry, access: Access): Dataset {
    if (this.stored.has(id)) throw new AlaasError('CONFLICT', `Dataset ${id} exists.`);
    this.stored.set(id, { id, access, model, items: new Map() });
    return this.dataset(id);
  }

  dataset(id: string): Dataset {
    const { model, items } = this.#get(id);
    return {
      id,
      model: model.name,
      ...(items.size > 0 && { modality: this.modality(id) as Modality }),
      items: items.size,
      labelled: [...items.values()].filter((item) => item.label !== undefined).length,
      ready: items.size,
      failed: 0,
      createdAt: '2026-01-01T00:00:00.000Z',
    };
  }

  datasetModel(id: string): ModelEntry {
    return this.#get(id).model;
  }

  datasetAccess(id: string): Access {
    return this.#get(id).access;
  }

  datasets(): Dataset[] {
    return [...this.stored.keys()].map((id) => this.dataset(id));
  }

  modality(id: string): Modality | undefined {
    const [first] = this.#get(id).items.values();
    if (first === undefined) return undefined;
    if (first.text !== undefined) return first.isRow === true ? 'table' : 'text';
    return fileModality(first.uri) ?? 'image';
  }

  setModel(id: string, model: ModelEntry): void {
    this.#get(id).model = model;
  }

  deleteDataset(id: string): void {
    this.#get(id);
    this.stored.delete(id);
  }

  async inspect(query: InspectQuery, access: Access): Promise<Inspection> {
    this.inspected.push({ query, access });
    if (this.failure !== undefined) throw this.failure;
    return {
      ...{ kind: 'single', items: { count: 1, isMore: false }, columns: [], guess: {}, labels: [], samples: [] },
      modality: { guess: 'text', why: 'It is in memory.', counts: { text: 1 } },
      warnings: [],
    };
  }

  async addItems(id: string, pool: Pool, watch: Watch): Promise<{ added: number; known: number }> {
    watch.signal.throwIfAborted();
    const { items } = this.#get(id);
    const before = items.size;
    let given = 0;
    for await (const item of listed(pool)) {
      given++;
      if (!items.has(item.id)) items.set(item.id, item);
    }
    return { added: items.size - before, known: given - (items.size - before) };
  }

  async addUpload(id: string, { name, content, label }: Upload): ReturnType<Engine['addUpload']> {
    const bytes = Buffer.concat(await Array.fromAsync(content));
    const item = { id: name, uri: `upload:${name}`, bytes, ...(label !== undefined && { label }) };
    const { added } = await this.addItems(
      id,
      { items: [item] },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
    return { id: item.id, uri: item.uri, type: 'text/plain; charset=utf-8', bytes: bytes.length, added: added > 0 };
  }

  async scan(id: string, model: ModelEntry, watch: Watch): Promise<ScanReport> {
    this.calls.push({ kind: 'scan', dataset: id, model });
    await this.#work(watch);
    return { items: this.#get(id).items.size, failed: 0, inferred: this.#get(id).items.size };
  }

  async query(query: DatasetQuery, watch: Watch): Promise<QueryResult> {
    this.calls.push({ kind: 'query', query });
    await this.#work(watch);
    const items = [...this.#get(query.dataset).items.values()];
    if (query.budget > items.length) {
      throw new AlaasError('POOL_EXHAUSTED', `The budget is ${query.budget}, the pool ${items.length}.`);
    }
    return {
      picks: items.slice(0, query.budget).map(({ id, uri }, i) => ({
        rank: i + 1,
        id,
        uri,
        utility: 1 / (i + 1),
        strategy: query.strategy.type === 'auto' ? defaultStrategy(true).id : query.strategy.type,
        model: query.model.name,
        seed: query.seed,
        sha256: '0'.repeat(64),
      })),
      errors: [],
      summary: {
        items: items.length,
        pool: items.length,
        labelled: 0,
        duplicateIds: 0,
        duplicateContents: 0,
        failed: 0,
        inferred: items.length,
        seconds: { scan: 0, select: 0 },
      },
    };
  }

  async select(query: SignalsQuery, access: Access, watch: Watch): Promise<SelectionResult> {
    this.calls.push({ kind: 'select', query, access });
    await this.#work(watch);
    const { budget, seed, strategy } = query;
    return {
      picks: Array.from({ length: budget }, (_, i) => ({ rank: i + 1, row: i, utility: 1 / (i + 1) })),
      summary: { rows: 9, pool: 9, labelled: 0, strategy: strategy.type, seed, seconds: { load: 0, select: 0 } },
    };
  }

  async plan({ budget, strategy }: SignalsQuery): Promise<SelectionPlan> {
    const sizes = { rows: 9, labelled: 0, classes: 2, width: 3, members: 0, budget };
    const needed = { bytes: { signals: 180, strategy: 360 }, free: 1000, fits: true, seconds: { low: 0.1, high: 2 } };
    return { strategy: strategy.type, ...sizes, ...needed };
  }

  async planQuery(query: DatasetQuery): Promise<SelectionPlan> {
    this.calls.push({ kind: 'planQuery', query });
    const { dataset, budget, strategy } = query;
    const rows = this.dataset(dataset).items;
    const sizes = { rows, labelled: 0, classes: 2, width: 3, members: 0, budget, pending: rows };
    const needed = { bytes: { signals: 180, strategy: 360 }, free: 1000, fits: true, seconds: { low: 0.1, high: 2 } };
    return { strategy: strategy.type, ...sizes, ...needed };
  }

  async simulate(query: SimulationQuery, access: Access, watch: Watch): Promise<SimulationResult> {
    this.calls.push({ kind: 'simulate', query, access });
    for (const point of this.points) watch.onPoint?.(point);
    await this.#work(watch);
    const { name, learner, training, seedSet = 2, batch, budget, seeds, baseline } = query;
    const setting = {
      data: name,
      model: null,
      learner: learner.type,
      training,
      items: 9,
      testItems: 3,
      classes: ['a', 'b'],
      width: 2,
    };
    return {
      setting: { ...setting, seedSet, batch, budget, seeds: [...seeds], baseline, key: '0'.repeat(64) },
      leftOut: [],
      strategies: [],
      penalties: null,
      runs: [],
    };
  }

  items(id: string, { after = -1, limit }: { readonly after?: number; readonly limit: number }): DatasetItem[] {
    return this.#rows(id).slice(after + 1, after + 1 + limit);
  }

  itemRows(id: string, ids: readonly string[]): (DatasetItem | undefined)[] {
    const rows = new Map(this.#rows(id).map((row) => [row.id, row]));
    return ids.map((item) => rows.get(item));
  }

  async content(id: string, item: string): Promise<ItemContent> {
    const found = this.#get(id).items.get(item);
    if (found === undefined) throw new AlaasError('NOT_FOUND', `There is no item "${item}".`);
    return { bytes: Buffer.from(found.text ?? found.uri), type: 'text/plain; charset=utf-8' };
  }

  async openLivePool(id: string, watch: Watch): Promise<MemoryLivePool> {
    const { items } = this.#get(id);
    await this.#work(watch);
    const pool = new MemoryLivePool(
      id,
      () => items.values(),
      (signal) => this.#work({ signal, onProgress: () => undefined }),
    );
    this.pools.push(pool);
    return pool;
  }

  async exportLive(id: string, head: LiveHead, { joined }: { readonly joined: boolean }): Promise<HeadFile> {
    const { model } = this.#get(id);
    const onnx = new TextEncoder().encode(JSON.stringify(head.classes));
    return { onnx, isJoined: false, ...(joined && { note: `The model "${model.name}" is no ONNX file.` }) };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  #rows(id: string): DatasetItem[] {
    return [...this.#get(id).items.values()].map(({ id: item, uri, text, label }, row) => ({
      row,
      id: item,
      uri,
      ...(text !== undefined && { text }),
      ...(label !== undefined && { label }),
    }));
  }

  async #work({ signal, onProgress }: Watch): Promise<void> {
    for (const progress of this.progress) onProgress(progress);
    const stopped = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => stopped.resolve(), { once: true });
    await Promise.race([this.gate, stopped.promise]);
    if (signal.aborted) throw new AlaasError('CANCELLED', 'The work was cancelled before it finished.');
    if (this.failure !== undefined) throw this.failure;
  }

  #get(id: string): Stored {
    const stored = this.stored.get(id);
    if (stored === undefined) throw new AlaasError('NOT_FOUND', `There is no dataset "${id}".`);
    return stored;
  }
}

async function linesOf(text: string | AsyncIterable<Uint8Array>): Promise<string[]> {
  if (typeof text === 'string') return text.split('\n');
  const parts: Uint8Array[] = [];
  for await (const part of text) parts.push(part);
  return Buffer.concat(parts).toString().split('\n');
}

/** An `input` stands for two files, a manifest for one URI per line. */
async function* listed(pool: Pool): AsyncGenerator<Item> {
  if ('items' in pool) {
    yield* pool.items;
    return;
  }
  const uris =
    'input' in pool ? ['a.jpg', 'b.jpg'].map((name) => `${pool.input}/${name}`) : await linesOf(pool.manifest.text);
  yield* uris.filter((uri) => uri !== '').map((uri) => ({ id: uri, uri }));
}
