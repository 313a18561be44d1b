import { answerKey, check } from '@alaas/core';
import { z } from 'zod';
import { contentOf, mediaKey } from './content.ts';
import { type FileFormat, inPieces, invalidRow, jsonArray } from './format.ts';
import { jsonRows } from './json-rows.ts';
import { readResults, resultSchema, writeResults } from './label-studio-results.ts';
import type { ExchangeContext, ExchangeRecord, ExchangeResponse, ImportedRecord, ImportedResponse } from './record.ts';

/**
 * Label Studio's JSON: what its import takes, and what its export gives, bare tasks too. The control tag is called `label`
 * and its object `text`, `image` or `audio`. Who answered stands in `meta.annotators`: an import into Label Studio refuses
 * people that it does not know. Predictions are written and not read.
 */
export const labelStudio: FileFormat = {
  id: 'label-studio',
  mediaType: 'application/json',
  extension: 'json',
  write: (records, context) => inPieces(jsonArray(tasks(records, context))),
  read: (bytes, context) => jsonRows(bytes, (row) => readTask(row, context)),
};

async function* tasks(records: AsyncIterable<ExchangeRecord>, context: ExchangeContext): AsyncGenerator<unknown> {
  for await (const record of records) yield taskOf(record, context);
}

function taskOf(record: ExchangeRecord, context: ExchangeContext): unknown {
  const { item, uri, text, suggestion, gold, responses } = record;
  const object = text === undefined ? mediaKey(uri) : 'text';
  const goldKey = gold === undefined ? undefined : answerKey(gold);
  const teller = responses.find(({ value }) => value !== undefined && answerKey(value) === goldKey);
  const results = (value: ExchangeResponse['value'], prefix: string, origin: string) =>
    value === undefined ? [] : writeResults(context, value, { object, text, prefix, origin });
  const annotations = responses.map((response, i) => ({
    result: results(response.value, `a${i}`, origins[response.origin] ?? 'manual'),
    was_cancelled: response.status === 'skipped',
    ground_truth: response === teller,
    ...(response.leadTimeMs === undefined ? {} : { lead_time: response.leadTimeMs / 1000 }),
    created_at: response.createdAt,
  }));
  const isGoldAlone = gold !== undefined && teller === undefined;
  if (isGoldAlone) {
    const created = new Date(context.now).toISOString();
    const result = results(gold, 'gold', 'manual');
    annotations.push({ result, was_cancelled: false, ground_truth: true, created_at: created });
  }
  return {
    data: { [object]: text ?? uri },
    meta: {
      id: item,
      uri,
      annotators: [...responses.map(({ annotator }) => annotator), ...(isGoldAlone ? [null] : [])],
      ...sizeOf(record),
    },
    annotations,
    predictions:
      suggestion === undefined
        ? []
        : [
            {
              model_version: `alaas-${suggestion.modelVersion}`,
              score: suggestion.score,
              result: results(suggestion.value, 'p0', 'manual'),
            },
          ],
  };
}

/** An image without boxes has its size nowhere else. */
function sizeOf({ responses, gold }: ExchangeRecord): { width?: number; height?: number } {
  const value = gold ?? responses.find((response) => response.value !== undefined)?.value;
  if (typeof value !== 'object' || !('boxes' in value)) return {};
  return { width: value.width, height: value.height };
}

const origins: Readonly<Record<string, string>> = { accepted: 'prediction', edited: 'prediction-changed' };
const ourOrigins: ReadonlyMap<string, ImportedResponse['origin']> = new Map([
  ['manual', 'manual'],
  ['prediction', 'accepted'],
  ['prediction-changed', 'edited'],
]);

const annotationSchema = z.object({
  result: z.array(resultSchema).default([]),
  was_cancelled: z.boolean().nullish(),
  ground_truth: z.boolean().nullish(),
  lead_time: z.number().nullish(),
  created_at: z.string().nullish(),
  completed_by: z.unknown().optional(),
});

const taskSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  meta: z.record(z.string(), z.unknown()).nullish(),
  annotations: z.array(annotationSchema).nullish(),
  /** Of exports before 2021. */
  completions: z.array(annotationSchema).nullish(),
});

function readTask(row: unknown, context: ExchangeContext): ImportedRecord {
  const isAlone = isBare(row);
  const task = check(taskSchema, isAlone ? { data: row } : row, 'the task', 'INVALID_REQUEST');
  if (isAlone && task.data.annotation_id !== undefined) {
    throw invalidRow('The row is of a JSON-MIN export, which lacks how regions were made. Export as JSON.');
  }
  const meta = task.meta ?? {};
  const content = contentOf(task.data) ?? (context.task.type === 'pairwise' ? sidesOf(task.data) : undefined);
  const item = textIn(meta.id);
  const uri = textIn(meta.uri) ?? content?.uri;
  if (item === undefined && uri === undefined && content === undefined) {
    throw invalidRow('The task has several fields or none; call the one with the content text, image, audio or url.');
  }
  const text = content?.text;
  const names = Array.isArray(meta.annotators) ? meta.annotators : [];
  const known = { text, width: meta.width, height: meta.height };
  let gold: ImportedRecord['gold'];
  const responses: ImportedResponse[] = [];
  for (const [i, annotation] of (task.annotations ?? task.completions ?? []).entries()) {
    const isSkipped = annotation.was_cancelled === true;
    const value = isSkipped ? undefined : readResults(context, annotation.result, known);
    if (!isSkipped && value === undefined) continue;
    if (annotation.ground_truth === true) gold = value;
    const annotator = personOf(annotation.completed_by) ?? names[i];
    // the true answer of a gold item that nobody gave
    if (annotator === null) continue;
    responses.push(responseOf(annotation, textIn(annotator), value));
  }
  return {
    ...(item === undefined ? {} : { item }),
    ...(uri === undefined ? {} : { uri }),
    ...(text === undefined ? {} : { text }),
    ...(gold === undefined ? {} : { gold }),
    responses,
  };
}

function responseOf(
  annotation: z.output<typeof annotationSchema>,
  annotator: string | undefined,
  value: ImportedResponse['value'],
): ImportedResponse {
  const created = new Date(annotation.created_at ?? '');
  const origin = ourOrigins.get(annotation.result[0]?.origin ?? '');
  return {
    status: value === undefined ? 'skipped' : 'submitted',
    ...(value === undefined ? {} : { value }),
    ...(annotator === undefined ? {} : { annotator }),
    ...(origin === undefined ? {} : { origin }),
    ...(typeof annotation.lead_time === 'number' ? { leadTimeMs: Math.round(annotation.lead_time * 1000) } : {}),
    ...(Number.isNaN(created.getTime()) ? {} : { createdAt: created.toISOString() }),
  };
}

/** A task as a list of plain objects has it: nothing but its data. */
function isBare(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false;
  return !('data' in row) || typeof row.data !== 'object';
}

/** The two texts of a comparison are one item here: its text, with an empty line between. */
function sidesOf(data: Readonly<Record<string, unknown>>): { text: string; uri?: string } | undefined {
  const texts = Object.values(data).filter((value) => typeof value === 'string');
  return texts.length === 2 ? { text: texts.join('\n\n') } : undefined;
}

/** Label Studio tells of a person by number, or with its address. */
function personOf(given: unknown): string | undefined {
  if (typeof given === 'number') return `label-studio:${given}`;
  if (typeof given === 'string' && given !== '') return given;
  if (typeof given !== 'object' || given === null) return undefined;
  const { email, id } = given as { email?: unknown; id?: unknown };
  return typeof email === 'string' ? email : personOf(id);
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
