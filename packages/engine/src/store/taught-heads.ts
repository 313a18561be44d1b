import { hash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Head } from '@alaas/core';
import type { Database } from './database.ts';
import type { StoredDataset } from './datasets.ts';
import type { LabelledRow } from './pool-table.ts';

/** What earlier queries on a dataset left, as the labels are now. */
export interface HeadHistory {
  /** Number of the round, from 0: one for each set of labels that a query made a head from. */
  readonly round: number;
  /** The round in which the label of a row was there first. */
  readonly roundOf: (row: number) => number;
  /** The head of the round before. Undefined: there is none yet. */
  readonly previous: Head | undefined;
  /** Keeps the head of this round, in place of an earlier one of the same labels. */
  readonly keep: (head: Head) => void;
}

interface Round {
  readonly number: number;
  /** Items there were: labels of later items are of later rounds. */
  readonly items: number;
  readonly labels: string;
}

/**
 * The heads that queries made of a dataset's labels: the last two rounds keep theirs. A query that is repeated with the same
 * labels is of the same round, and so gets the same answer.
 */
export class TaughtHeads {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param items of the dataset, now */
  history(
    { number: dataset }: StoredDataset,
    extractor: number,
    { labelled, items }: { readonly labelled: readonly LabelledRow[]; readonly items: number },
  ): HeadHistory {
    const labels = digestOf(labelled);
    const rounds = this.#rounds(dataset, extractor);
    const last = rounds.at(-1);
    const round = last === undefined ? 0 : last.number + (last.labels === labels ? 0 : 1);
    const earlier = rounds.filter((one) => one.number < round);
    return {
      round,
      roundOf: (row) => earlier.find((one) => row < one.items)?.number ?? round,
      previous: this.#head(dataset, extractor, round - 1),
      keep: (head) => this.#keep(dataset, extractor, { labels, items, head }),
    };
  }

  #rounds(dataset: number, extractor: number): Round[] {
    return this.#database
      .prepare('SELECT number, items, labels FROM taught_round WHERE dataset = ? AND extractor = ? ORDER BY number')
      .all(dataset, extractor) as unknown as Round[];
  }

  #head(dataset: number, extractor: number, number: number): Head | undefined {
    const bytes = this.#bytes(dataset, extractor, number);
    if (bytes === undefined) return undefined;
    try {
      return deserialize(bytes) as Head;
    } catch {
      // written by a newer runtime: as if there had been no round before
      return undefined;
    }
  }

  #bytes(dataset: number, extractor: number, number: number): Uint8Array | undefined {
    const row = this.#database
      .prepare('SELECT head FROM taught_round WHERE dataset = ? AND extractor = ? AND number = ?')
      .get(dataset, extractor, number);
    return row?.head instanceof Uint8Array ? row.head : undefined;
  }

  #keep(
    dataset: number,
    extractor: number,
    { labels, items, head }: { readonly labels: string; readonly items: number; readonly head: Head },
  ): void {
    const bytes = serialize(ownCopy(head));
    this.#database.transaction(() => {
      // another query may have kept one meanwhile
      const last = this.#rounds(dataset, extractor).at(-1);
      const isSame = last?.labels === labels;
      if (last !== undefined && !isSame && last.items > items) return;
      const number = last === undefined ? 0 : last.number + (isSame ? 0 : 1);
      // every write makes the table of the pool be read again
      if (isSame && bytes.equals(this.#bytes(dataset, extractor, number) ?? new Uint8Array())) return;
      this.#database
        .prepare(
          `INSERT INTO taught_round (dataset, extractor, number, items, labels, head) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET head = excluded.head`,
        )
        .run(dataset, extractor, number, items, labels, bytes);
      this.#database
        .prepare('UPDATE taught_round SET head = NULL WHERE dataset = ? AND extractor = ? AND number < ?')
        .run(dataset, extractor, number - 1);
    });
  }
}

/** With arrays that share their memory with nobody: others cannot be written. */
function ownCopy(head: Head): Head {
  const copied = (parameters: Head['parameters']): Head['parameters'] =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, { data, shape }]) => [name, { data: data.slice(), shape: [...shape] }]),
    );
  return { ...head, parameters: copied(head.parameters), members: head.members.map(copied) };
}

function digestOf(labelled: readonly LabelledRow[]): string {
  const pairs = labelled.map(({ row, label }) => [row, label] as const).sort(([a], [b]) => a - b);
  return hash('sha256', JSON.stringify(pairs), 'hex');
}
