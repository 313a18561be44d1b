import { check } from '@alaas/core';
import { z } from 'zod';
import { invalidAnswer, readAnswer } from './answers.ts';
import { type FileFormat, inPieces, invalidRow, jsonLines } from './format.ts';
import { jsonRows } from './json-rows.ts';
import type { ExchangeContext, ImportedRecord, ImportedResponse } from './record.ts';
import { rowFields } from './row-fields.ts';

/**
 * Ours: a record a line, with everything that is known of it. What is written reads back as the same.
 *
 * By hand a line can be shorter: `{"text": "...", "label": "spam"}`, with `annotator` and `createdAt` where they are known.
 */
export const jsonl: FileFormat = {
  id: 'jsonl',
  mediaType: 'application/x-ndjson',
  extension: 'jsonl',
  write: (records) => inPieces(jsonLines(records)),
  read: (bytes, context) => jsonRows(bytes, (row) => readLine(row, context)),
};

const value = z.unknown();

const responseSchema = z.strictObject({
  annotator: rowFields.annotator.optional(),
  status: z.enum(['submitted', 'skipped']).default('submitted'),
  value: value.optional(),
  origin: rowFields.origin.optional(),
  leadTimeMs: rowFields.leadTimeMs.optional(),
  createdAt: rowFields.createdAt.optional(),
  note: rowFields.note.optional(),
  suggestion: rowFields.shownSuggestion.optional(),
});

const lineSchema = z.strictObject({
  item: rowFields.item.optional(),
  id: rowFields.item.optional(),
  uri: rowFields.uri.optional(),
  text: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  status: rowFields.recordStatus.optional(),
  answer: value.optional(),
  responses: z.array(responseSchema).max(1000).optional(),
  suggestion: rowFields.suggestion.optional(),
  isTest: z.boolean().optional(),
  gold: value.optional(),
  reason: rowFields.reason.optional(),
  label: value.optional(),
  annotator: rowFields.annotator.optional(),
  createdAt: rowFields.createdAt.optional(),
});

function readLine(row: unknown, context: ExchangeContext): ImportedRecord {
  const { id, label, annotator, createdAt, answer, gold, responses, ...fields } = check(
    lineSchema,
    row,
    'the row',
    'INVALID_REQUEST',
  );
  const item = fields.item ?? id;
  if (item === undefined && fields.uri === undefined && fields.text === undefined) {
    throw invalidRow('The row names no item. Give id, uri or text.');
  }
  const { text } = fields;
  const given: z.output<typeof responseSchema>[] = [...(responses ?? [])];
  if (label !== undefined) given.push({ annotator, createdAt, status: 'submitted', value: label });
  return {
    ...fields,
    ...(item === undefined ? {} : { item }),
    ...(answer === undefined ? {} : { answer: readAnswer(context, answer, text) }),
    ...(gold === undefined ? {} : { gold: readAnswer(context, gold, text) }),
    responses: given.map((response): ImportedResponse => readResponse(response, context, text)),
  };
}

function readResponse(
  { value: given, ...response }: z.output<typeof responseSchema>,
  context: ExchangeContext,
  text: string | undefined,
): ImportedResponse {
  if (response.status === 'skipped') return response;
  if (given === undefined) throw invalidAnswer('A response has no value; give one, or the status skipped');
  return { ...response, value: readAnswer(context, given, text) };
}
