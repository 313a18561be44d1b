import type { exportQuerySchema } from '@alaas/core';
import type { Access } from '@alaas/engine';
import type { z } from 'zod';
import type { Caller } from '../projects/caller.ts';
import type { ExchangeRecord, ImportedRecord, RowError } from './record.ts';

/** Which records leave: those with all their answers, those with any, or every item of the dataset. */
export type Included = z.output<typeof exportQuerySchema>['include'];

/** A row of a file, with its place for messages. */
export interface ImportedRow {
  readonly line: number;
  readonly record: ImportedRecord;
}

export interface IntakeOptions {
  readonly caller: Caller;
  /** On whose behalf items are added. */
  readonly access: Access;
  /** Whose answers they are, where a row does not say. */
  readonly annotator: string;
  /** Whether items that the dataset lacks are added. */
  readonly addItems: boolean;
  readonly signal: AbortSignal;
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

/** One file on its way into a project. */
export interface Intake {
  /** Takes a batch as a whole: it is on disk when this returns. The same batch once more changes nothing. */
  take(rows: readonly ImportedRow[]): Promise<Taken>;
}

/** The side of projects that files are read into and written from. */
export interface ExchangeStore {
  /** In the order in which items were chosen; those that nobody was asked about come last. @throws AlaasError `NOT_FOUND` */
  records(project: string, include: Included): AsyncIterable<ExchangeRecord>;
  /** @throws AlaasError `NOT_FOUND` */
  intake(project: string, options: IntakeOptions): Promise<Intake>;
}
