import {
  AlaasError,
  type Dataset,
  type ErrorCode,
  fileModality,
  type Item,
  type ItemError,
  type Modality,
  type ModelEntry,
  modelEntrySchema,
} from '@alaas/core';
import { bytesModality } from './bytes-modality.ts';
import type { Database } from './database.ts';

/** A dataset as the store knows it. */
export interface StoredDataset {
  readonly number: number;
  readonly id: string;
  readonly model: ModelEntry;
  readonly access: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Number of the extractor that scanned it last; -1 before the first scan. */
  readonly extractor: number;
}

/** An item without features, in row order. */
export interface PendingItem {
  readonly row: number;
  readonly uri: string;
  /** The content itself, when it came with the item. */
  readonly inline: Uint8Array | string | null;
  /** What the URI held when it was last read, if this model's features of that are at hand; else both null. */
  readonly validator: string | null;
  /** hex */
  readonly sha256: string | null;
}

/** What the result of a query says about a chosen row. */
export interface ChosenItem {
  readonly id: string;
  readonly uri: string;
  /** hex */
  readonly sha256: string;
}

/** Datasets and their items. Rows count from 0 in the order of arrival and never change. */
export class Datasets {
  readonly #database: Database;
  /** What {@link describe} counted, by number, at a state of the database: counting takes a look at every item. */
  readonly #described = new Map<number, Dataset>();
  #describedAt = '';

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws AlaasError `CONFLICT` when the id is taken */
  create(dataset: Omit<StoredDataset, 'number' | 'extractor'>): StoredDataset {
    if (this.#find(dataset.id) !== undefined) {
      throw new AlaasError(
        'CONFLICT',
        `A dataset "${dataset.id}" exists already. Push to it, delete it, or choose another id.`,
      );
    }
    this.#database
      .prepare('INSERT INTO dataset (id, model, access, created_at) VALUES (?, ?, ?, ?)')
      .run(dataset.id, JSON.stringify(dataset.model), dataset.access, dataset.createdAt);
    const created = this.get(dataset.id);
    // numbers are used again: what was noted of another one while it was deleted is not of this one
    this.#database.prepare('DELETE FROM live_batch WHERE dataset = ?').run(created.number);
    return created;
  }

  /** @throws AlaasError `NOT_FOUND` */
  get(id: string): StoredDataset {
    const found = this.#find(id);
    if (found === undefined) throw new AlaasError('NOT_FOUND', `There is no dataset "${id}".`);
    return found;
  }

  list(): StoredDataset[] {
    return this.#database
      .prepare('SELECT number, id, model, access, created_at, extractor FROM dataset ORDER BY number')
      .all()
      .map((row) => toDataset(row));
  }

  /** @throws AlaasError `NOT_FOUND` */
  delete(id: string): void {
    const { number } = this.get(id);
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM item WHERE dataset = ?').run(number);
      this.#database.prepare('DELETE FROM live_batch WHERE dataset = ?').run(number);
      this.#database.prepare('DELETE FROM taught_round WHERE dataset = ?').run(number);
      this.#database.prepare('DELETE FROM dataset WHERE number = ?').run(number);
    });
  }

  /** Appends the items whose id is new, all or none of them. */
  append(dataset: StoredDataset, items: readonly Item[]): { added: number; known: number } {
    const insert = this.#database.prepare(
      'INSERT OR IGNORE INTO item (dataset, row, id, uri, inline, is_row, label) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    return this.#database.transaction(() => {
      const first = this.size(dataset);
      let added = 0;
      for (const item of items) {
        const inline = item.bytes ?? item.text ?? null;
        const isRow = item.isRow === true ? 1 : null;
        const row = first + added;
        const { changes } = insert.run(dataset.number, row, item.id, item.uri, inline, isRow, item.label ?? null);
        added += Number(changes);
      }
      const known = items.length - added;
      this.#database.prepare('UPDATE dataset SET repeated = repeated + ? WHERE number = ?').run(known, dataset.number);
      return { added, known };
    });
  }

  /** Number of items. */
  size(dataset: StoredDataset): number {
    const row = this.#database.prepare('SELECT max(row) AS last FROM item WHERE dataset = ?').get(dataset.number);
    const last = row?.last;
    return typeof last === 'number' ? last + 1 : 0;
  }

  /** How many items were not added because their id was there. */
  repeated(dataset: StoredDataset): number {
    return this.#count('SELECT repeated AS n FROM dataset WHERE number = ?', dataset.number);
  }

  /** Number of items with a label. */
  labelled(dataset: StoredDataset): number {
    return this.#count('SELECT count(*) AS n FROM item WHERE dataset = ? AND label IS NOT NULL', dataset.number);
  }

  /** Number of different labels. */
  classes(dataset: StoredDataset): number {
    return this.#count(
      'SELECT count(DISTINCT label) AS n FROM item WHERE dataset = ? AND label IS NOT NULL',
      dataset.number,
    );
  }

  /** What the first item is: told by what it holds inline, or by the ending of its URI; an image where nothing tells. */
  modality(dataset: StoredDataset): Modality | undefined {
    const first = this.#database
      .prepare(
        'SELECT uri, typeof(inline) AS type, substr(inline, 1, 64) AS start, is_row FROM item WHERE dataset = ? AND row = 0',
      )
      .get(dataset.number);
    if (first === undefined) return undefined;
    if (first.type === 'text') return first.is_row === 1 ? 'table' : 'text';
    const told = first.start instanceof Uint8Array ? bytesModality(first.start) : undefined;
    return told ?? fileModality(String(first.uri)) ?? 'image';
  }

  setModel(dataset: StoredDataset, model: ModelEntry): void {
    this.#database.prepare('UPDATE dataset SET model = ? WHERE number = ?').run(JSON.stringify(model), dataset.number);
  }

  setExtractor(dataset: StoredDataset, extractor: number): void {
    if (dataset.extractor === extractor) return;
    this.#database.prepare('UPDATE dataset SET extractor = ? WHERE number = ?').run(extractor, dataset.number);
  }

  /** The dataset as the interface shows it. */
  describe(dataset: StoredDataset): Dataset {
    const { number } = dataset;
    const state = this.#state();
    if (state !== this.#describedAt) this.#described.clear();
    this.#describedAt = state;
    const known = this.#described.get(number);
    if (known !== undefined) return known;
    const described = this.#look(dataset);
    this.#described.set(number, described);
    return described;
  }

  /** Another text after every change, also one that another connection committed. */
  #state(): string {
    const own = this.#count('SELECT total_changes() AS n');
    const { data_version: others } = this.#database.prepare('PRAGMA data_version').get() ?? {};
    return `${own}/${others}`;
  }

  #look(dataset: StoredDataset): Dataset {
    const { number, id, model, createdAt, extractor } = dataset;
    const joined = (condition: string): number =>
      this.#count(
        `SELECT count(*) AS n FROM item i LEFT JOIN feature f ON f.extractor = ? AND f.content = i.content
         WHERE i.dataset = ? AND (${condition})`,
        extractor,
        number,
      );
    const modality = this.modality(dataset);
    return {
      id,
      model: model.name,
      ...(modality !== undefined && { modality }),
      items: this.size(dataset),
      labelled: this.labelled(dataset),
      ready: joined('f.shard IS NOT NULL'),
      failed: joined('i.error_code IS NOT NULL OR f.error_code IS NOT NULL'),
      createdAt: new Date(createdAt).toISOString(),
    };
  }

  /** Up to `limit` items after row `after` that have neither features nor a lasting failure. */
  pending(dataset: StoredDataset, extractor: number, after: number, limit: number): PendingItem[] {
    return this.#database
      .prepare(
        `SELECT i.row, i.uri, i.inline,
           CASE WHEN k.content IS NOT NULL THEN v.validator END AS validator,
           CASE WHEN k.content IS NOT NULL THEN lower(hex(c.sha256)) END AS sha256
         FROM item i
         LEFT JOIN feature f ON f.extractor = :extractor AND f.content = i.content
         LEFT JOIN version v ON v.uri = i.uri
         LEFT JOIN feature k ON k.extractor = :extractor AND k.content = v.content
         LEFT JOIN content c ON c.number = k.content
         WHERE i.dataset = :dataset AND i.row > :after AND f.content IS NULL ORDER BY i.row LIMIT :limit`,
      )
      .all({ extractor, dataset: dataset.number, after, limit }) as unknown as PendingItem[];
  }

  /** Whether {@link pending} would give a row from `start` to `end` (exclusive). */
  hasPending(dataset: StoredDataset, extractor: number, start: number, end: number): boolean {
    const found = this.#database
      .prepare(
        `SELECT 1 FROM item i LEFT JOIN feature f ON f.extractor = ? AND f.content = i.content
         WHERE i.dataset = ? AND i.row >= ? AND i.row < ? AND f.content IS NULL LIMIT 1`,
      )
      .get(extractor, dataset.number, start, end);
    return found !== undefined;
  }

  /** How many items {@link pending} would give in all from row `start` on. */
  pendingCount(dataset: StoredDataset, extractor: number, start = 0): number {
    return this.#count(
      `SELECT count(*) AS n FROM item i LEFT JOIN feature f ON f.extractor = ? AND f.content = i.content
       WHERE i.dataset = ? AND i.row >= ? AND f.content IS NULL`,
      extractor,
      dataset.number,
      start,
    );
  }

  /** Items without features and why, in row order; at most `limit`. */
  errors(dataset: StoredDataset, extractor: number, limit: number): ItemError[] {
    const rows = this.#database
      .prepare(
        `SELECT i.id, i.uri, coalesce(i.error_code, f.error_code) AS code,
         coalesce(i.error_message, f.error_message) AS message
         FROM item i LEFT JOIN feature f ON f.extractor = ? AND f.content = i.content
         WHERE i.dataset = ? AND (i.error_code IS NOT NULL OR f.error_code IS NOT NULL) ORDER BY i.row LIMIT ?`,
      )
      .all(extractor, dataset.number, limit);
    return rows.map((row) => ({
      id: String(row.id),
      uri: String(row.uri),
      code: String(row.code) as ErrorCode,
      message: String(row.message),
    }));
  }

  /** @throws AlaasError `NOT_FOUND` when the row is not there or was never read */
  chosen(dataset: StoredDataset, row: number): ChosenItem {
    const found = this.#database
      .prepare(
        `SELECT i.id, i.uri, lower(hex(c.sha256)) AS sha256 FROM item i JOIN content c ON c.number = i.content
         WHERE i.dataset = ? AND i.row = ?`,
      )
      .get(dataset.number, row);
    if (found === undefined) throw new AlaasError('NOT_FOUND', `Dataset "${dataset.id}" has no row ${row}.`);
    return found as unknown as ChosenItem;
  }

  #find(id: string): StoredDataset | undefined {
    const row = this.#database
      .prepare('SELECT number, id, model, access, created_at, extractor FROM dataset WHERE id = ?')
      .get(id);
    return row === undefined ? undefined : toDataset(row);
  }

  #count(sql: string, ...values: number[]): number {
    return Number(this.#database.prepare(sql).get(...values)?.n ?? 0);
  }
}

function toDataset(row: Record<string, unknown>): StoredDataset {
  return {
    number: Number(row.number),
    id: String(row.id),
    model: modelEntrySchema.parse(JSON.parse(String(row.model))),
    access: String(row.access),
    createdAt: Number(row.created_at),
    extractor: Number(row.extractor ?? -1),
  };
}
