import { check } from '@alaas/core';
import { z } from 'zod';
import { labelsIn, oneAnswer, readAnswer, spansOf, valueOfLabels } from './answers.ts';
import { contentOf } from './content.ts';
import { type FileFormat, inPieces, invalidRow, jsonLines } from './format.ts';
import { jsonRows } from './json-rows.ts';
import type { ExchangeContext, ExchangeRecord, ImportedRecord } from './record.ts';

/**
 * doccano's JSON lines: a text or a file's name with its labels, or with spans as `[start, end, label]` in code points. It
 * holds one answer an item, and cannot tell no label from no answer: an empty list is read as no answer. Our ids are kept in
 * `item`, since `id` is doccano's own number.
 */
export const doccano: FileFormat = {
  id: 'doccano',
  mediaType: 'application/x-ndjson',
  extension: 'jsonl',
  write: (records, context) => inPieces(jsonLines(examples(records, context))),
  read: (bytes, context) => jsonRows(bytes, (row) => readExample(row, context)),
};

async function* examples(records: AsyncIterable<ExchangeRecord>, { task }: ExchangeContext): AsyncGenerator<unknown> {
  for await (const record of records) {
    const { item, uri, text } = record;
    const answer = oneAnswer(record) ?? [];
    const label =
      task.type === 'spans' ? spansOf(answer).map((span) => [span.start, span.end, span.label]) : labelsIn(answer);
    yield { ...(text === undefined ? { filename: uri } : { text }), label, item, uri };
  }
}

const spanSchema = z.tuple([z.number(), z.number(), z.string()]).transform(([start, end, label]) => {
  return { start, end, label };
});
const labelSchema = z.union([z.string(), spanSchema]);

const exampleSchema = z.looseObject({
  item: z.string().optional(),
  uri: z.string().optional(),
  label: z.union([labelSchema.array(), z.string().transform((label) => [label])]).nullish(),
  labels: labelSchema.array().nullish(),
  entities: z
    .array(
      z
        .object({ label: z.string(), start_offset: z.number(), end_offset: z.number() })
        .transform((entity) => ({ label: entity.label, start: entity.start_offset, end: entity.end_offset })),
    )
    .nullish(),
});

function readExample(row: unknown, context: ExchangeContext): ImportedRecord {
  const { item, uri, label, labels, entities, ...fields } = check(exampleSchema, row, 'the example', 'INVALID_REQUEST');
  const content = contentOf(fields);
  if (item === undefined && content === undefined) throw invalidRow('The example has no text and no filename.');
  const marks = label ?? labels ?? entities ?? [];
  const value = context.task.type === 'spans' ? marks : marks.length === 0 ? [] : valueOfLabels(context, marks);
  return {
    ...content,
    ...(item === undefined ? {} : { item }),
    ...(uri === undefined ? {} : { uri }),
    responses: marks.length === 0 ? [] : [{ status: 'submitted', value: readAnswer(context, value, content?.text) }],
  };
}
