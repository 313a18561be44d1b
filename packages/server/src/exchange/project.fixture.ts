import { type AnswerValue, labelsOf, type TaskType } from '@alaas/core';
import type { FileFormat } from './format.ts';
import type { ExchangeContext, ExchangeRecord, ReadRow } from './record.ts';

/** A project with two labels, one of which needs quotes everywhere. */
export function contextOf(type: TaskType, names: readonly string[] = ['ham', 'sp,"am']): ExchangeContext {
  const labels = type === 'pairwise' ? [] : names.map((name) => ({ name, description: '' }));
  return { task: { type, labels: labelsOf(type, labels) }, labels, project: 'mail', now: Date.UTC(2026, 0, 2) };
}

/** A record with one answer. */
export function recordOf(value: AnswerValue | undefined, given: Partial<ExchangeRecord> = {}): ExchangeRecord {
  const response = {
    annotator: 'ada',
    status: 'submitted' as const,
    value,
    origin: 'manual' as const,
    createdAt: '2026-01-01T10:00:00.000Z',
  };
  return {
    item: 'one',
    uri: 'inline:one',
    status: 'completed',
    answer: value,
    responses: value === undefined ? [] : [response],
    isTest: false,
    ...given,
  };
}

export async function* streamOf<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

/** Everything that a format writes, as bytes. */
export async function written(
  format: FileFormat,
  records: Iterable<ExchangeRecord>,
  context: ExchangeContext,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of format.write(streamOf(records), context)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Rows of a file that arrives in pieces of `pieceBytes`. */
export async function rowsOf(
  format: FileFormat,
  file: string | Uint8Array,
  context: ExchangeContext,
  pieceBytes = 7,
): Promise<ReadRow[]> {
  const bytes = Buffer.from(file);
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );
  const rows: ReadRow[] = [];
  for await (const row of format.read(streamOf(pieces), context)) rows.push(row);
  return rows;
}
