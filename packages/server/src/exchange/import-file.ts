import type { ErrorCode, ImportResult } from '@alaas/core';
import { limitedBytes } from '../limited-bytes.ts';
import type { ExchangeStore, ImportedRow, IntakeOptions } from './exchange-store.ts';
import type { FileFormat } from './format.ts';
import type { ExchangeContext } from './record.ts';

/** Rows that are stored together: annotators at work wait for one such batch at most. */
const batchRows = 200;
/** Bad rows that an answer lists. */
const maxErrors = 100;

export interface ImportFile extends IntakeOptions {
  readonly format: FileFormat;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
  readonly context: ExchangeContext;
  readonly store: ExchangeStore;
}

/**
 * Reads a file into a project, a batch at a time. Bad rows change nothing and stop nothing. When the file breaks off, whole
 * batches stay; the same file sent again adds what is missing, and nothing twice.
 *
 * @throws AlaasError `TOO_LARGE`, what the store throws, and what ends the bytes early
 */
export async function importFile({
  format,
  bytes,
  maxBytes,
  context,
  store,
  ...how
}: ImportFile): Promise<ImportResult> {
  const result = { rows: 0, items: 0, responses: 0, known: 0, failed: 0, errors: [] as ImportResult['errors'] };
  const fail = (line: number, { code, detail }: { code: string; detail: string }) => {
    result.failed++;
    if (result.errors.length < maxErrors) result.errors.push({ line, code: code as ErrorCode, detail });
  };
  const intake = await store.intake(context.project, how);
  const takeBatch = async (batch: readonly ImportedRow[]) => {
    const { items, responses, known, errors } = await intake.take(batch);
    result.items += items;
    result.responses += responses;
    result.known += known;
    for (const { line, ...error } of errors) fail(line, error);
  };
  let batch: ImportedRow[] = [];
  for await (const row of format.read(limitedBytes(bytes, maxBytes), context)) {
    result.rows++;
    if ('error' in row) {
      fail(row.line, row.error);
      continue;
    }
    batch.push(row);
    if (batch.length < batchRows) continue;
    await takeBatch(batch);
    batch = [];
  }
  if (batch.length > 0) await takeBatch(batch);
  result.errors.sort((a, b) => a.line - b.line);
  return result;
}
