import { setImmediate } from 'node:timers/promises';
import type { Matrix } from '@alaas/core';
import { PrefixDigest } from './prefix-digest.ts';
import { rowsOfRuns, runsOf } from './row-runs.ts';
import { SharedRows } from './shared-rows.ts';

/** Rows of the dataset looked up at once: about a millisecond. */
const PAGE_ROWS = 256;
/** Rows noted between two pauses: about as long. */
const STEP_ROWS = 512;

/** A row of the dataset that has features. */
interface FeaturedRow {
  readonly row: number;
  readonly id: string;
  readonly content: number;
  /** hex */
  readonly sha256: string;
  readonly shard: number;
  readonly place: number;
}

/** Where the rows of a pool come from. */
interface RowSource {
  /** Rows of the dataset, with or without features. */
  size(): number;
  /** Rows that have features, from `start` to `end` (exclusive), ascending. */
  between(start: number, end: number): readonly FeaturedRow[];
  /** In which order rows joined before, as runs of neighbours. */
  order(): readonly (readonly [first: number, count: number])[];
  /** Notes that these joined after all others. */
  join(runs: readonly (readonly [first: number, count: number])[]): void;
  /** Embeddings of a shard. */
  read(shard: number): Promise<Matrix>;
  /** Makes memory that all threads see. @throws AlaasError `NOT_ENOUGH_MEMORY` */
  floats(count: number): Float32Array;
}

/**
 * All rows of a dataset that have features, in memory. A position is given once and for ever: rows that are there at the
 * first call take theirs in the order of the dataset, later ones after them; the order is noted in the store, so that the
 * next process finds it again. One `take` at a time.
 */
export class LiveRows {
  readonly #source: RowSource;
  readonly #embeddings: SharedRows;
  readonly #digest = new PrefixDigest();
  readonly #ids: string[] = [];
  readonly #positions = new Map<string, number>();
  /** Row of the dataset by position. */
  readonly #rows: number[] = [];
  /** Rows that are in, from {@link #allBefore} on. */
  readonly #joined = new Set<number>();
  readonly #contents = new Set<number>();
  #firsts = new Uint8Array(STEP_ROWS);
  /** Rows before this one are all in. */
  #allBefore = 0;
  #isOpened = false;

  constructor(source: RowSource, columns: number) {
    this.#source = source;
    this.#embeddings = new SharedRows(columns, source.floats);
  }

  /** N */
  get size(): number {
    return this.#embeddings.size;
  }

  /** D */
  get columns(): number {
    return this.#embeddings.columns;
  }

  /** The first `size` rows' embeddings, as a view of what all threads see. */
  embeddings(size: number): Matrix {
    return this.#embeddings.first(size);
  }

  digest(size: number): string {
    return this.#digest.of(size);
  }

  /** [size] 1 for the first position of each content. */
  firsts(size: number): Uint8Array {
    return this.#firsts.subarray(0, size);
  }

  /** Row of the dataset. */
  row(position: number): number {
    return this.#rows[position] as number;
  }

  id(position: number): string {
    return this.#ids[position] as string;
  }

  /** hex */
  sha256(position: number): string {
    return this.#digest.at(position);
  }

  positionOf(id: string): number | undefined {
    return this.#positions.get(id);
  }

  /**
   * Takes in what has features and is not here yet. Holds this thread for some milliseconds at a time.
   *
   * @param checkpoint called between steps; what it throws leaves all as it was
   * @param onProgress called with how many of the new rows are in memory
   * @returns rows added
   * @throws AlaasError `NOT_ENOUGH_MEMORY`, `STORE_CORRUPT`
   */
  async take(checkpoint: () => void, onProgress: (done: number, total: number) => void): Promise<number> {
    const found = await this.#find(checkpoint);
    if (found.length === 0) return 0;
    const { known, fresh } = this.#isOpened ? { known: [], fresh: found } : this.#inOrder(found);
    await setImmediate();
    const all = [...known, ...fresh];
    await this.#load(all, checkpoint, onProgress);
    if (fresh.length > 0) this.#source.join(runsOf(fresh.map(({ row }) => row)));
    await this.#note(all);
    this.#isOpened = true;
    return all.length;
  }

  /** Rows that have features and are not here, ascending. */
  async #find(checkpoint: () => void): Promise<FeaturedRow[]> {
    const end = this.#source.size();
    const found: FeaturedRow[] = [];
    for (let start = this.#allBefore; start < end; start += PAGE_ROWS) {
      checkpoint();
      for (const row of this.#source.between(start, Math.min(end, start + PAGE_ROWS))) {
        if (!this.#joined.has(row.row)) found.push(row);
      }
      await setImmediate();
    }
    return found;
  }

  /** Those that joined in an earlier process, in the order of then, and the others. */
  #inOrder(found: readonly FeaturedRow[]): { known: FeaturedRow[]; fresh: FeaturedRow[] } {
    // places in the list by row, from 1; 0: none, or taken
    const places = new Uint32Array((found.at(-1)?.row ?? 0) + 1);
    for (let i = 0; i < found.length; i++) places[(found[i] as FeaturedRow).row] = i + 1;
    const known: FeaturedRow[] = [];
    for (const row of rowsOfRuns(this.#source.order())) {
      const place = places[row] ?? 0;
      // one whose content was exchanged by a scan for another model, and cannot be read any more: the digest tells
      if (place === 0) continue;
      known.push(found[place - 1] as FeaturedRow);
      places[row] = 0;
    }
    return { known, fresh: found.filter(({ row }) => places[row] !== 0) };
  }

  /** Copies the embeddings, shard by shard, to where they belong. */
  async #load(
    rows: readonly FeaturedRow[],
    checkpoint: () => void,
    onProgress: (done: number, total: number) => void,
  ): Promise<void> {
    const first = this.size;
    await this.#embeddings.reserve(first + rows.length);
    const shards = new Map<number, number[]>();
    for (let i = 0; i < rows.length; i++) {
      const { shard } = rows[i] as FeaturedRow;
      const members = shards.get(shard);
      if (members === undefined) shards.set(shard, [i]);
      else members.push(i);
    }
    let done = 0;
    for (const [shard, members] of shards) {
      checkpoint();
      const values = await this.#source.read(shard);
      for (const i of members) this.#embeddings.write(first + i, values, (rows[i] as FeaturedRow).place);
      done += members.length;
      onProgress(done, rows.length);
    }
  }

  /** Makes the rows known; whoever looks meanwhile sees the pool as it was. */
  async #note(rows: readonly FeaturedRow[]): Promise<void> {
    const first = this.size;
    for (let i = 0; i < rows.length; i++) {
      const { row, id, content, sha256 } = rows[i] as FeaturedRow;
      const position = first + i;
      this.#rows[position] = row;
      this.#ids[position] = id;
      this.#positions.set(id, position);
      this.#joined.add(row);
      while (this.#joined.delete(this.#allBefore)) this.#allBefore++;
      this.#digest.push(sha256);
      if (position === this.#firsts.length) this.#firsts = doubled(this.#firsts);
      this.#firsts[position] = this.#contents.has(content) ? 0 : 1;
      this.#contents.add(content);
      if (i % STEP_ROWS === STEP_ROWS - 1) await setImmediate();
    }
    this.#embeddings.grow(first + rows.length);
  }
}

function doubled(values: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * values.length);
  larger.set(values);
  return larger;
}
