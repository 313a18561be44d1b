import type { exportQuerySchema } from '@alaas/core';
import type { z } from 'zod';
import type { ExchangeRecord, ImportedRecord, RowError } from './record.ts';

/** Which records leave: those with all their answers, those with any, or every item of the dataset. */
export type Included = z.output<typeof exportQuerySchema>['include'];

/** A row of a file, with its place for messages. */
export interface ImportedRow {
  readonly line: number;
  readonly record: ImportedRecord;
}

export interface TakeOptions {
  /** Whose answers they are, where a row does not say. */
  readonly annotator: string;
  /** Whether items that the dataset lacks are added. */
  readonly addItems: boolean;
}

/** What became of a batch. */
export interface Taken {
  /** Items added. */
  readonly items: number;
  /** Answers taken. */
  readonly responses: number;
  /** Answers that were there already: of the same item, person and value. */
  readonly known: number;
  readonly errors: readonly (RowError & { readonly line: number })[];
}

/** The side of projects that files are read into and written from. */
export interface ExchangeStore {
  /** In the order in which items were chosen; those that nobody was asked about come last. */
  records(project: string, include: Included): AsyncIterable<ExchangeRecord>;
  /** Takes a batch as a whole: it is on disk when this returns. The same batch once more changes nothing. */
  take(project: string, rows: readonly ImportedRow[], options: TakeOptions): Promise<Taken>;
}
