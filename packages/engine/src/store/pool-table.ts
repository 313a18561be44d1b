import type { Database } from './database.ts';
import type { StoredDataset } from './datasets.ts';

/** A label a person has given, with where its features lie. */
export interface LabelledRow {
  readonly row: number;
  readonly label: string;
  readonly shard: number;
  readonly position: number;
}

/** The rows that can be asked for, grouped by shard so that each shard is read once. 16 bytes per row. */
export interface PoolTable {
  /** [N] */
  readonly rows: Float64Array;
  /** [N] position in its shard */
  readonly positions: Uint32Array;
  /** Runs of one shard each: positions `start` to `end` (exclusive) of the arrays above. */
  readonly groups: readonly { readonly shard: number; readonly start: number; readonly end: number }[];
  readonly labelled: readonly LabelledRow[];
  /** Rows left out because an earlier one, or a labelled one, has the same content. */
  readonly duplicateContents: number;
}

/**
 * The unlabelled rows of a dataset that have features. Unless told otherwise each content counts once: its first row.
 * O(N), no sort.
 */
export function loadPool(
  database: Database,
  dataset: StoredDataset,
  extractor: number,
  keepDuplicates: boolean,
): PoolTable {
  const labelled = loadLabelled(database, dataset, extractor);
  const seen = new Set<number>(keepDuplicates ? [] : labelled.map((row) => row.content));
  const rows = new Growing();
  const statement = database.prepare(
    `SELECT i.row, f.shard, f.position, i.content FROM item i JOIN feature f ON f.extractor = ? AND f.content = i.content
     WHERE i.dataset = ? AND i.label IS NULL AND f.shard IS NOT NULL ORDER BY i.row`,
  );
  statement.setReturnArrays(true);
  let duplicateContents = 0;
  for (const row of statement.iterate(extractor, dataset.number) as unknown as Iterable<number[]>) {
    const [number, shard, position, content] = row as [number, number, number, number];
    if (!keepDuplicates) {
      if (seen.has(content)) {
        duplicateContents++;
        continue;
      }
      seen.add(content);
    }
    rows.push(number, shard, position);
  }
  return { ...rows.grouped(), labelled, duplicateContents };
}

function loadLabelled(
  database: Database,
  dataset: StoredDataset,
  extractor: number,
): (LabelledRow & { readonly content: number })[] {
  return database
    .prepare(
      `SELECT i.row, i.label, f.shard, f.position, i.content FROM item i
       JOIN feature f ON f.extractor = ? AND f.content = i.content
       WHERE i.dataset = ? AND i.label IS NOT NULL AND f.shard IS NOT NULL ORDER BY i.row`,
    )
    .all(extractor, dataset.number) as unknown as (LabelledRow & { content: number })[];
}

/** Columns that grow by doubling. */
class Growing {
  #rows = new Float64Array(1024);
  #shards = new Uint32Array(1024);
  #positions = new Uint32Array(1024);
  #size = 0;

  push(row: number, shard: number, position: number): void {
    if (this.#size === this.#rows.length) this.#grow();
    this.#rows[this.#size] = row;
    this.#shards[this.#size] = shard;
    this.#positions[this.#size] = position;
    this.#size++;
  }

  /** The columns by ascending shard (counting sort, stable). */
  grouped(): Pick<PoolTable, 'rows' | 'positions' | 'groups'> {
    const counts = new Map<number, number>();
    for (let i = 0; i < this.#size; i++) {
      const shard = this.#shards[i] as number;
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    const groups: { shard: number; start: number; end: number }[] = [];
    const next = new Map<number, number>();
    let start = 0;
    for (const [shard, count] of [...counts].sort(([a], [b]) => a - b)) {
      groups.push({ shard, start, end: start + count });
      next.set(shard, start);
      start += count;
    }
    const rows = new Float64Array(this.#size);
    const positions = new Uint32Array(this.#size);
    for (let i = 0; i < this.#size; i++) {
      const shard = this.#shards[i] as number;
      const to = next.get(shard) as number;
      rows[to] = this.#rows[i] as number;
      positions[to] = this.#positions[i] as number;
      next.set(shard, to + 1);
    }
    return { rows, positions, groups };
  }

  #grow(): void {
    const size = this.#size * 2;
    const rows = new Float64Array(size);
    const shards = new Uint32Array(size);
    const positions = new Uint32Array(size);
    rows.set(this.#rows);
    shards.set(this.#shards);
    positions.set(this.#positions);
    this.#rows = rows;
    this.#shards = shards;
    this.#positions = positions;
  }
}
