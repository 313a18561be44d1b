import type { AnswerValue } from '@alaas/core';
import { invalidAnswer, readAnswer } from './answers.ts';
import { invalidRow } from './format.ts';
import type { ExchangeContext, ExchangeRecord, ExchangeResponse, ImportedRecord, ImportedResponse } from './record.ts';
import { rowFields } from './row-fields.ts';

/** What a column holds. Numbers and truth values are never quoted or defused; a value that is not there is undefined. */
export type CellKind = 'text' | 'number' | 'boolean';

/** A cell; undefined: nothing. */
export type Cell = string | number | boolean | undefined;

/**
 * The columns of formats that are tables: a row per response, and a row for a record without any. `label` is the response's
 * value: the label itself, of the other tasks its JSON. `answer` is what all agree on, `gold` the true answer.
 */
export const columns = [
  ['id', 'text'],
  ['uri', 'text'],
  ['text', 'text'],
  ['label', 'text'],
  ['annotator', 'text'],
  ['status', 'text'],
  ['origin', 'text'],
  ['lead_time_ms', 'number'],
  ['created_at', 'text'],
  ['note', 'text'],
  ['record_status', 'text'],
  ['answer', 'text'],
  ['gold', 'text'],
  ['is_test', 'boolean'],
  ['suggestion', 'text'],
  ['suggestion_score', 'number'],
  ['arm', 'text'],
  ['strategy', 'text'],
  ['utility', 'number'],
  ['round', 'number'],
  ['model_version', 'number'],
] as const satisfies readonly (readonly [name: string, kind: CellKind])[];

/** The rows of a record, with a cell for each of {@link columns}. */
export function rowsOfRecord(record: ExchangeRecord): Cell[][] {
  const { responses } = record;
  return (responses.length === 0 ? [undefined] : responses).map((response) => cellsOf(record, response));
}

function cellsOf(record: ExchangeRecord, response: ExchangeResponse | undefined): Cell[] {
  const { reason } = record;
  // what was suggested when it was asked says more of an answer than what is suggested now
  const suggestion = response === undefined ? record.suggestion : response.suggestion;
  return [
    record.item,
    record.uri,
    record.text,
    textOf(response?.value),
    response?.annotator,
    response?.status,
    response?.origin,
    response?.leadTimeMs,
    response?.createdAt,
    response?.note,
    record.status,
    textOf(record.answer),
    textOf(record.gold),
    record.isTest,
    textOf(suggestion?.value),
    suggestion?.score,
    reason?.arm,
    reason?.strategy,
    reason?.utility,
    reason?.round,
    reason?.modelVersion,
  ];
}

function textOf(value: AnswerValue | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** Cells of a row by the name of their column, in lower case. */
export type Row = ReadonlyMap<string, Cell>;

/** Other names that tools give to columns. */
const names = {
  item: ['id', 'item', 'item_id', 'external_id'],
  uri: ['uri', 'url', 'path', 'file', 'filename', 'image', 'audio'],
  text: ['text', 'sentence', 'content'],
  label: ['label', 'labels', 'value'],
  annotator: ['annotator', 'annotator_id', 'user', 'labeler'],
} as const;

/** @throws AlaasError `INVALID_REQUEST`, `INVALID_ANSWER` */
export function recordOfRow(row: Row, context: ExchangeContext): ImportedRecord {
  const item = cell(row, names.item);
  const uri = cell(row, names.uri);
  const text = cell(row, names.text);
  if (item === undefined && uri === undefined && text === undefined) {
    throw invalidRow('The row names no item. Give a column id, uri or text.');
  }
  const gold = cell(row, ['gold']);
  const response = responseOfRow(row, context, text);
  return {
    ...(item === undefined ? {} : { item }),
    ...(uri === undefined ? {} : { uri }),
    ...(text === undefined ? {} : { text }),
    ...(gold === undefined ? {} : { gold: readAnswer(context, valueOfCell(gold, context), text) }),
    responses: response === undefined ? [] : [response],
  };
}

function responseOfRow(row: Row, context: ExchangeContext, text: string | undefined): ImportedResponse | undefined {
  const label = cell(row, names.label);
  const isSkipped = cell(row, ['status']) === 'skipped';
  if (label === undefined && !isSkipped) return undefined;
  const annotator = cell(row, names.annotator);
  const createdAt = cell(row, ['created_at']);
  const note = cell(row, ['note']);
  const origin = rowFields.origin.safeParse(cell(row, ['origin']));
  const leadTime = cell(row, ['lead_time_ms']);
  if (createdAt !== undefined && !rowFields.createdAt.safeParse(createdAt).success) {
    throw invalidRow(`"${createdAt.slice(0, 50)}" in created_at is no time; write it like 2026-01-31T12:00:00Z.`);
  }
  if (leadTime !== undefined && !(Number(leadTime) >= 0)) {
    throw invalidRow(`"${leadTime.slice(0, 50)}" in lead_time_ms is no number of milliseconds.`);
  }
  return {
    ...(annotator === undefined ? {} : { annotator }),
    ...(origin.success ? { origin: origin.data } : {}),
    ...(leadTime === undefined ? {} : { leadTimeMs: Number(leadTime) }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(note === undefined ? {} : { note }),
    ...(isSkipped
      ? { status: 'skipped' }
      : { status: 'submitted', value: readAnswer(context, valueOfCell(label ?? '', context), text) }),
  };
}

/** What a cell says: JSON, of several labels also one label alone, or labels with `|` between them. */
function valueOfCell(text: string, { task }: ExchangeContext): unknown {
  if (task.type === 'single-label' || task.type === 'pairwise') return text;
  if (task.type === 'multi-label') {
    if (task.labels.includes(text)) return [text];
    if (!text.startsWith('[')) return text.split('|').map((label) => label.trim());
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidAnswer(`${JSON.stringify(text.slice(0, 100))} is not JSON: ${(error as Error).message}`);
  }
}

function cell(row: Row, of: readonly string[]): string | undefined {
  for (const name of of) {
    const value = row.get(name);
    if (value !== undefined && value !== '') return String(value);
  }
  return undefined;
}
