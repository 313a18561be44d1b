import type { Database } from './database.ts';
import type { StoredDataset } from './datasets.ts';

/** A label a person has given, with where its features lie. */
export interface LabelledRow {
  readonly row: number;
  readonly label: string;
  readonly shard: number;
  readonly position: number;
}

/** The rows that can be asked for, grouped by shard so that each shard is read once. 12 bytes per row. */
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
  /** Rows that the next scan has to do, those that could not be read among them. */
  readonly pending: number;
  /** Rows without features for a known reason. */
  readonly failed: number;
}

/** One row of the table, as SQLite gives it. */
type Row = [
  row: number,
  label: string | null,
  content: number | null,
  featured: number | null,
  shard: number | null,
  position: number | null,
  failed: 0 | 1,
];

/**
 * The unlabelled rows of a dataset that have features. Unless told otherwise each content counts once: its first row.
 */
export function loadPool(
  database: Database,
  dataset: StoredDataset,
  extractor: number,
  keepDuplicates: boolean,
): PoolTable {
  const labelled: (LabelledRow & { content: number })[] = [];
  const found = new Growing();
  let pending = 0;
  let failed = 0;
  for (const [row, label, content, featured, shard, position, hasFailed] of readRows(database, dataset, extractor)) {
    failed += hasFailed;
    if (featured === null) pending++;
    if (content === null || shard === null || position === null) continue;
    if (label !== null) labelled.push({ row, label, shard, position, content });
    else found.push(row, shard, position, content);
  }
  const known = new Set(labelled.map(({ content }) => content));
  const duplicateContents = keepDuplicates ? 0 : found.keepFirstOfEach(known);
  return { ...found.grouped(), labelled, duplicateContents, pending, failed };
}

/** Rows of a table, labelled or not, with labels that somebody else knows; the other rows are left out. */
export function rowsWith(table: PoolTable, labels: ReadonlyMap<number, string>): LabelledRow[] {
  const found: LabelledRow[] = [];
  const add = (row: number, shard: number, position: number): void => {
    const label = labels.get(row);
    if (label !== undefined) found.push({ row, label, shard, position });
  };
  for (const { shard, start, end } of table.groups) {
    for (let i = start; i < end; i++) add(table.rows[i] as number, shard, table.positions[i] as number);
  }
  for (const { row, shard, position } of table.labelled) add(row, shard, position);
  return found;
}

function readRows(database: Database, dataset: StoredDataset, extractor: number): Iterable<Row> {
  const statement = database.prepare(
    `SELECT i.row, i.label, i.content, f.content, f.shard, f.position,
       i.error_code IS NOT NULL OR f.error_code IS NOT NULL
     FROM item i LEFT JOIN feature f ON f.extractor = ? AND f.content = i.content
     WHERE i.dataset = ? ORDER BY i.row`,
  );
  statement.setReturnArrays(true);
  return statement.iterate(extractor, dataset.number) as unknown as Iterable<Row>;
}

/** Columns that grow by doubling. */
class Growing {
  #rows = new Float64Array(1024);
  #shards = new Uint32Array(1024);
  #positions = new Uint32Array(1024);
  #contents = new Float64Array(1024);
  #size = 0;

  push(row: number, shard: number, position: number, content: number): void {
    if (this.#size === this.#rows.length) this.#grow();
    this.#set(this.#size, row, shard, position, content);
    this.#size++;
  }

  /** Drops rows whose content is `known` or came before; returns how many. */
  keepFirstOfEach(known: Set<number>): number {
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const content = this.#contents[i] as number;
      if (known.has(content)) continue;
      known.add(content);
      this.#set(kept++, this.#rows[i] as number, this.#shards[i] as number, this.#positions[i] as number, content);
    }
    const dropped = this.#size - kept;
    this.#size = kept;
    return dropped;
  }

  #set(at: number, row: number, shard: number, position: number, content: number): void {
    this.#rows[at] = row;
    this.#shards[at] = shard;
    this.#positions[at] = position;
    this.#contents[at] = content;
  }

  /** The columns by ascending shard (counting sort) and then by position, so that a whole shard is taken as it is. */
  grouped(): Pick<PoolTable, 'rows' | 'positions' | 'groups'> {
    const members = new Map<number, number[]>();
    for (let i = 0; i < this.#size; i++) {
      const shard = this.#shards[i] as number;
      const list = members.get(shard);
      if (list === undefined) members.set(shard, [i]);
      else list.push(i);
    }
    const groups: { shard: number; start: number; end: number }[] = [];
    const rows = new Float64Array(this.#size);
    const positions = new Uint32Array(this.#size);
    let next = 0;
    for (const [shard, list] of [...members].sort(([a], [b]) => a - b)) {
      const start = next;
      list.sort((i, j) => (this.#positions[i] as number) - (this.#positions[j] as number));
      for (const i of list) {
        rows[next] = this.#rows[i] as number;
        positions[next++] = this.#positions[i] as number;
      }
      groups.push({ shard, start, end: next });
    }
    return { rows, positions, groups };
  }

  #grow(): void {
    const size = this.#size * 2;
    const rows = new Float64Array(size);
    const shards = new Uint32Array(size);
    const positions = new Uint32Array(size);
    const contents = new Float64Array(size);
    rows.set(this.#rows);
    shards.set(this.#shards);
    positions.set(this.#positions);
    contents.set(this.#contents);
    this.#rows = rows;
    this.#shards = shards;
    this.#positions = positions;
    this.#contents = contents;
  }
}
