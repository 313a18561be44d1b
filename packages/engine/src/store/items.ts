import { setImmediate } from 'node:timers/promises';
import { AlaasError } from '@alaas/core';
import type { Database } from './database.ts';
import type { StoredDataset } from './datasets.ts';

/** An item as it was given. */
export interface StoredItem {
  /** Its place in the dataset, from 0. */
  readonly row: number;
  readonly id: string;
  readonly uri: string;
  /** The content, where it came inline as text. */
  readonly text?: string;
  readonly label?: string;
}

/** An item with what it holds inline, whether text or bytes. */
export interface InlineItem {
  readonly uri: string;
  readonly inline: Uint8Array | string | null;
  /** Whether the text is a row of a table. */
  readonly isRow: boolean;
}

type Row = [row: number, id: string, uri: string, text: string | null, label: string | null];

/** No content that came as bytes is read for these. */
const columns = "row, id, uri, CASE WHEN typeof(inline) = 'text' THEN inline END, label";

/** Rows searched between two pauses: a few milliseconds. */
const SEARCHED_ROWS = 4096;

/** Items as they were given, by place and by id. */
export class Items {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Up to `limit` items after row `after`, in row order. */
  page(dataset: StoredDataset, after: number, limit: number): StoredItem[] {
    const statement = this.#database.prepare(
      `SELECT ${columns} FROM item WHERE dataset = ? AND row > ? ORDER BY row LIMIT ?`,
    );
    statement.setReturnArrays(true);
    return (statement.all(dataset.number, after, limit) as unknown as Row[]).map(toItem);
  }

  /** The items of these ids, in their order; undefined for those that are not there. */
  byIds(dataset: StoredDataset, ids: readonly string[]): (StoredItem | undefined)[] {
    const statement = this.#database.prepare(`SELECT ${columns} FROM item WHERE dataset = ? AND id = ?`);
    statement.setReturnArrays(true);
    return ids.map((id) => {
      const row = statement.get(dataset.number, id) as unknown as Row | undefined;
      return row && toItem(row);
    });
  }

  /** @throws AlaasError `NOT_FOUND` */
  at(dataset: StoredDataset, row: number): StoredItem {
    const [item] = this.page(dataset, row - 1, 1);
    if (item?.row === row) return item;
    throw new AlaasError('NOT_FOUND', `Dataset "${dataset.id}" has no row ${row}.`);
  }

  /**
   * Ids of the items with a text in their id, URI or inline text, a part of the rows at a time. SQLite knows small and capital
   * letters of ASCII alone, so others are looked for as written, small, capital and capitalised.
   *
   * @param size rows of the dataset
   */
  async *search(dataset: StoredDataset, text: string, size: number): AsyncGenerator<string[], void> {
    const forms = [...new Set([text, text.toLowerCase(), text.toUpperCase(), capitalised(text)])];
    const likes = forms.map((form) => `%${form.replaceAll(/[\\%_]/g, '\\$&')}%`);
    const columns = ['id', 'uri', "CASE WHEN typeof(inline) = 'text' THEN inline END"];
    const terms = columns.flatMap((column) => likes.map(() => `${column} LIKE ? ESCAPE '\\'`));
    const statement = this.#database.prepare(
      `SELECT id FROM item WHERE dataset = ? AND row >= ? AND row < ? AND (${terms.join(' OR ')})`,
    );
    statement.setReturnArrays(true);
    const values = columns.flatMap(() => likes);
    for (let row = 0; row < size; row += SEARCHED_ROWS) {
      const found = statement.all(dataset.number, row, row + SEARCHED_ROWS, ...values) as unknown as [string][];
      yield found.map(([id]) => id);
      await setImmediate();
    }
  }

  /** @throws AlaasError `NOT_FOUND` */
  inline(dataset: StoredDataset, id: string): InlineItem {
    const found = this.#database
      .prepare('SELECT uri, inline, is_row FROM item WHERE dataset = ? AND id = ?')
      .get(dataset.number, id);
    if (found !== undefined) {
      const { uri, inline, is_row: isRow } = found;
      return { uri: String(uri), inline: inline as InlineItem['inline'], isRow: isRow === 1 };
    }
    throw new AlaasError('NOT_FOUND', `Dataset "${dataset.id}" has no item "${id}".`);
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

function toItem([row, id, uri, text, label]: Row): StoredItem {
  return { row, id, uri, ...(text !== null && { text }), ...(label !== null && { label }) };
}
