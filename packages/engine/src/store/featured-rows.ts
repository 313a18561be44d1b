import type { Database } from './database.ts';
import type { StoredDataset } from './datasets.ts';
import type { Extractor } from './features.ts';

/** A row of a dataset that has features, and where they lie. */
export interface FeaturedRow {
  readonly row: number;
  readonly id: string;
  /** Number of its content: equal for equal contents. */
  readonly content: number;
  /** hex */
  readonly sha256: string;
  readonly shard: number;
  /** Position in its shard. */
  readonly place: number;
}

/** Neighbouring rows: the first one, and how many. */
export type RowRun = readonly [first: number, count: number];

type Row = [row: number, id: string, content: number, sha256: string, shard: number, place: number];

/** The rows of a dataset that have features by one extractor, and the order in which a live pool took them in. */
export class FeaturedRows {
  readonly #database: Database;
  readonly #dataset: number;
  readonly #extractor: number;

  constructor(database: Database, dataset: StoredDataset, extractor: Extractor) {
    this.#database = database;
    this.#dataset = dataset.number;
    this.#extractor = extractor.number;
  }

  /** Those from row `start` to `end` (exclusive), ascending. */
  between(start: number, end: number): FeaturedRow[] {
    // CROSS JOIN keeps the order: rows of the dataset first, then what belongs to each
    const statement = this.#database.prepare(
      `SELECT i.row, i.id, i.content, lower(hex(c.sha256)), f.shard, f.position
       FROM item i CROSS JOIN feature f ON f.extractor = ? AND f.content = i.content
       CROSS JOIN content c ON c.number = i.content
       WHERE i.dataset = ? AND i.row >= ? AND i.row < ? AND f.shard IS NOT NULL ORDER BY i.row`,
    );
    statement.setReturnArrays(true);
    const rows = statement.all(this.#extractor, this.#dataset, start, end) as unknown as Row[];
    return rows.map(([row, id, content, sha256, shard, place]) => ({ row, id, content, sha256, shard, place }));
  }

  /** In which order rows joined until now. */
  order(): RowRun[] {
    return this.#database
      .prepare('SELECT runs FROM live_batch WHERE dataset = ? AND extractor = ? ORDER BY number')
      .all(this.#dataset, this.#extractor)
      .flatMap(({ runs }) => JSON.parse(String(runs)) as RowRun[]);
  }

  /** Notes that these rows joined after all others. */
  join(runs: readonly RowRun[]): void {
    this.#database
      .prepare(
        `INSERT INTO live_batch (dataset, extractor, number, runs)
         SELECT :dataset, :extractor, coalesce(max(number), 0) + 1, :runs FROM live_batch
         WHERE dataset = :dataset AND extractor = :extractor`,
      )
      .run({ dataset: this.#dataset, extractor: this.#extractor, runs: JSON.stringify(runs) });
  }
}
