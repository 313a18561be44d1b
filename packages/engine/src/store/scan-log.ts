import { AlaasError, type ErrorCode, type Features, type Matrix, matrix } from '@alaas/core';
import type { Database } from './database.ts';
import type { StoredDataset } from './datasets.ts';
import type { Extractor, FeatureShards } from './features.ts';

/** Rows per shard: large enough that a million items are a thousand files, small enough that a crash repeats little. */
const SHARD_ROWS = 1024;

/** Shards that may wait for the disk, each as large as its features. */
const MAX_UNCOMMITTED = 2;

/** What is known of a content before it is sent to the model. */
export type ContentState = 'ready' | 'running' | 'new';

interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** An item and the content that was read for it. */
export interface ReadItem {
  readonly row: number;
  readonly sha256: string;
  readonly uri: string;
  readonly validator: string | undefined;
}

/** Everything since the last commit. */
interface Draft {
  readonly read: ReadItem[];
  readonly unread: { readonly row: number; readonly failure: Failure }[];
  readonly undecodable: { readonly sha256: string; readonly failure: Failure }[];
  readonly done: string[];
  readonly embeddings: Float32Array | undefined;
  readonly probabilities: Float32Array | undefined;
}

/**
 * What a scan has found, committed shard by shard: the files of a shard first, then its rows, the items they belong to
 * and the versions of their URIs in one transaction. After a crash, whatever was committed is not repeated.
 */
export class ScanLog {
  readonly #database: Database;
  readonly #shards: FeatureShards;
  readonly #extractor: Extractor;
  readonly #dataset: StoredDataset;
  /** Contents sent to the model and not yet committed. */
  readonly #running = new Set<string>();
  readonly #spare: Draft[] = [];
  #draft: Draft;
  #commits: Promise<void> = Promise.resolve();
  /** Drafts on their way to disk. */
  #uncommitted = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(database: Database, shards: FeatureShards, extractor: Extractor, dataset: StoredDataset) {
    this.#database = database;
    this.#shards = shards;
    this.#extractor = extractor;
    this.#dataset = dataset;
    this.#draft = this.#emptyDraft();
  }

  /** Notes which content each item holds, and tells of each whether it still has to be inferred. */
  read(items: readonly ReadItem[]): ContentState[] {
    for (const { row, sha256, uri, validator } of items) this.#draft.read.push({ row, sha256, uri, validator });
    const ready = this.#readyAmong(items);
    return items.map(({ sha256 }, i) => {
      if (this.#running.has(sha256)) return 'running';
      if (ready.has(i)) return 'ready';
      this.#running.add(sha256);
      return 'new';
    });
  }

  /** Positions of the items whose content has features, or is known to have none. */
  #readyAmong(items: readonly ReadItem[]): Set<number> {
    // CROSS JOIN keeps the order: one search per item, and not one pass over all contents
    const rows = this.#database
      .prepare(
        `SELECT j.key FROM json_each(?) j CROSS JOIN content c ON c.sha256 = unhex(j.value)
         CROSS JOIN feature f ON f.extractor = ? AND f.content = c.number`,
      )
      .all(JSON.stringify(items.map(({ sha256 }) => sha256)), this.#extractor.number);
    return new Set(rows.map(({ key }) => Number(key)));
  }

  /** Notes that an item could not be read. It is tried again by the next scan. */
  unread(row: number, failure: Failure): void {
    this.#draft.unread.push({ row, failure });
  }

  /** Notes that a content has no features and why. It is not tried again with this model. */
  undecodable(sha256: string, failure: Failure): void {
    this.#draft.undecodable.push({ sha256, failure });
  }

  /**
   * Adds the features of a content, row `row` of what the model gave.
   *
   * @throws what an earlier commit failed with, so that a scan ends soon after its disk is full
   */
  done(sha256: string, features: Features, row: number): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    const at = this.#draft.done.length;
    copyRow(features.embeddings, row, this.#draft.embeddings, at);
    copyRow(features.probabilities, row, this.#draft.probabilities, at);
    this.#draft.done.push(sha256);
    if (this.#draft.done.length === SHARD_ROWS) this.#commit();
  }

  /** True when enough was noted besides features that it should not wait for a full shard. */
  get heavy(): boolean {
    return this.#draft.read.length + this.#draft.unread.length >= 8 * SHARD_ROWS;
  }

  /** True when the disk is slower than the model: whoever adds features should wait until it has caught up. */
  get isBehind(): boolean {
    return this.#uncommitted > MAX_UNCOMMITTED;
  }

  /** Resolves when everything committed so far is on disk. */
  caughtUp(): Promise<void> {
    return this.#commits;
  }

  /** Commits what has been noted; resolves when it and everything before it is on disk. */
  async flush(): Promise<void> {
    this.#commit();
    await this.#commits;
  }

  #commit(): void {
    const draft = this.#draft;
    this.#draft = this.#emptyDraft();
    this.#uncommitted++;
    this.#commits = this.#commits.then(() => this.#write(draft)).finally(() => this.#uncommitted--);
    this.#commits.catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  async #write(draft: Draft): Promise<void> {
    const rows = draft.done.length;
    const shard = rows === 0 ? undefined : await this.#writeShard(draft, rows);
    this.#database.transaction(() => {
      const numbers = new Map<string, number>();
      for (const item of draft.read) this.#commitItem(item, numbers);
      this.#commitUnread(draft);
      this.#commitFeatures(draft, shard, numbers);
    });
    this.#spare.push(draft);
    for (const sha256 of draft.done) this.#running.delete(sha256);
    for (const { sha256 } of draft.undecodable) this.#running.delete(sha256);
  }

  #writeShard(draft: Draft, rows: number): Promise<number> {
    const { embedding, probabilities } = this.#extractor.widths;
    return this.#shards.write(this.#extractor, {
      sha256: Buffer.from(draft.done.join(''), 'hex'),
      ...(draft.embeddings && { embeddings: matrix(draft.embeddings.subarray(0, rows * embedding), embedding) }),
      ...(draft.probabilities && {
        probabilities: matrix(draft.probabilities.subarray(0, rows * probabilities), probabilities),
      }),
    });
  }

  #commitItem({ row, sha256, uri, validator }: ReadItem, numbers: Map<string, number>): void {
    const content = this.#contentNumber(sha256, numbers);
    this.#database
      .prepare('UPDATE item SET content = ?, error_code = NULL, error_message = NULL WHERE dataset = ? AND row = ?')
      .run(content, this.#dataset.number, row);
    if (validator === undefined) return;
    this.#database
      .prepare('INSERT OR REPLACE INTO version (uri, validator, content) VALUES (?, ?, ?)')
      .run(uri, validator, content);
  }

  #commitUnread(draft: Draft): void {
    const update = this.#database.prepare(
      'UPDATE item SET content = NULL, error_code = ?, error_message = ? WHERE dataset = ? AND row = ?',
    );
    for (const { row, failure } of draft.unread) update.run(failure.code, failure.message, this.#dataset.number, row);
  }

  #commitFeatures(draft: Draft, shard: number | undefined, numbers: Map<string, number>): void {
    const insert = this.#database.prepare(
      `INSERT OR IGNORE INTO feature (extractor, content, shard, position, error_code, error_message)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const extractor = this.#extractor.number;
    for (const { sha256, failure } of draft.undecodable) {
      insert.run(extractor, this.#contentNumber(sha256, numbers), null, null, failure.code, failure.message);
    }
    if (shard === undefined) return;
    this.#database
      .prepare('INSERT INTO shard (number, extractor, rows) VALUES (?, ?, ?)')
      .run(shard, extractor, draft.done.length);
    for (const [position, sha256] of draft.done.entries()) {
      insert.run(extractor, this.#contentNumber(sha256, numbers), shard, position, null, null);
    }
  }

  /** `numbers` holds what this transaction has looked up. */
  #contentNumber(sha256: string, numbers: Map<string, number>): number {
    const cached = numbers.get(sha256);
    if (cached !== undefined) return cached;
    const key = Buffer.from(sha256, 'hex');
    const row = this.#database
      .prepare('INSERT INTO content (sha256) VALUES (?) ON CONFLICT DO UPDATE SET sha256 = sha256 RETURNING number')
      .get(key);
    const number = Number(row?.number);
    numbers.set(sha256, number);
    return number;
  }

  /** Takes over the buffers of a draft that is on disk: new ones for every shard would keep the collector busy. */
  #emptyDraft(): Draft {
    const { embedding, probabilities } = this.#extractor.widths;
    const spare = this.#spare.pop();
    return {
      read: [],
      unread: [],
      undecodable: [],
      done: [],
      embeddings: embedding === 0 ? undefined : (spare?.embeddings ?? new Float32Array(SHARD_ROWS * embedding)),
      probabilities:
        probabilities === 0 ? undefined : (spare?.probabilities ?? new Float32Array(SHARD_ROWS * probabilities)),
    };
  }
}

function copyRow(from: Matrix | undefined, row: number, to: Float32Array | undefined, at: number): void {
  if (to === undefined) return;
  if (from === undefined) throw new AlaasError('INTERNAL', 'The model stopped giving an output it gave before.');
  to.set(from.data.subarray(row * from.columns, (row + 1) * from.columns), at * from.columns);
}
