import { createHash } from 'node:crypto';
import { type AnswerValue, type Boxes, check, type Span } from '@alaas/core';
import { z } from 'zod';
import { invalidAnswer, labelsIn, readAnswer, valueOfLabels } from './answers.ts';
import { contentOf, mediaKey } from './content.ts';
import { type FileFormat, inPieces, invalidRow, jsonLines } from './format.ts';
import { jsonRows } from './json-rows.ts';
import type { ExchangeContext, ExchangeRecord, ExchangeResponse, ImportedRecord, ImportedResponse } from './record.ts';

/**
 * Prodigy's JSON lines: an example per answer of one person. Labels are a choice; spans count code points, as Python does;
 * boxes are pixels. A skipped record is one that was ignored. The hashes are stable, and not Prodigy's own numbers.
 */
export const prodigy: FileFormat = {
  id: 'prodigy',
  mediaType: 'application/x-ndjson',
  extension: 'jsonl',
  write: (records, context) => inPieces(jsonLines(examples(records, context))),
  read: (bytes, context) => jsonRows(bytes, (row) => readExample(row, context)),
};

async function* examples(records: AsyncIterable<ExchangeRecord>, context: ExchangeContext): AsyncGenerator<unknown> {
  for await (const record of records) {
    const { item, uri, text, responses } = record;
    const input = { [text === undefined ? mediaKey(uri) : 'text']: text ?? uri };
    const question = questionOf(context);
    const base = {
      ...input,
      ...question,
      meta: { id: item, uri },
      _input_hash: hashOf(input),
      _task_hash: hashOf({ ...input, ...question }),
    };
    if (responses.length === 0) yield base;
    for (const response of responses) yield { ...base, ...answerOf(response, context) };
  }
}

function questionOf({ task }: ExchangeContext): object {
  if (task.type === 'spans') return { _view_id: 'ner_manual' };
  if (task.type === 'boxes') return { _view_id: 'image_manual' };
  const options = task.labels.map((label) => ({ id: label, text: label }));
  const style = task.type === 'multi-label' ? 'multiple' : 'single';
  return { options, config: { choice_style: style }, _view_id: 'choice' };
}

function answerOf({ value, annotator, createdAt }: ExchangeResponse, { task, project }: ExchangeContext): object {
  const session = `${project}-${annotator}`;
  return {
    ...(value === undefined ? {} : marksOf(task.type, value)),
    answer: value === undefined ? 'ignore' : 'accept',
    _timestamp: Math.floor(Date.parse(createdAt) / 1000),
    _annotator_id: session,
    _session_id: session,
  };
}

function marksOf(type: ExchangeContext['task']['type'], value: AnswerValue): object {
  if (type === 'spans') return { spans: value };
  if (type !== 'boxes') return { accept: labelsIn(value) };
  const { width, height, boxes } = value as Boxes;
  const spans = boxes.map(({ label, x, y, width: w, height: h }) => {
    const points = [
      [x, y],
      [x, y + h],
      [x + w, y + h],
      [x + w, y],
    ];
    return { label, type: 'rect', x, y, width: w, height: h, center: [x + w / 2, y + h / 2], points };
  });
  return { width, height, spans };
}

/** Signed 32 bits, the same for the same content on every machine. */
function hashOf(content: object): number {
  return createHash('sha256').update(JSON.stringify(content)).digest().readInt32BE(0);
}

const spanSchema = z.object({
  label: z.string(),
  start: z.number().optional(),
  end: z.number().optional(),
  type: z.string().optional(),
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  points: z.array(z.tuple([z.number(), z.number()])).optional(),
});

const exampleSchema = z.looseObject({
  meta: z.record(z.string(), z.unknown()).nullish(),
  label: z.string().nullish(),
  accept: z.array(z.union([z.string(), z.number().transform(String)])).nullish(),
  spans: z.array(spanSchema).nullish(),
  width: z.number().nullish(),
  height: z.number().nullish(),
  answer: z.enum(['accept', 'reject', 'ignore']).nullish(),
  _timestamp: z.number().nullish(),
  _session_id: z.string().nullish(),
  _annotator_id: z.string().nullish(),
});

type Example = z.output<typeof exampleSchema>;

function readExample(row: unknown, context: ExchangeContext): ImportedRecord {
  const example = check(exampleSchema, row, 'the example', 'INVALID_REQUEST');
  const { text, image, audio } = example;
  const content = contentOf({ text, image, audio });
  const { id, uri } = example.meta ?? {};
  if (typeof id !== 'string' && content === undefined) throw invalidRow('The example has no text, image or audio.');
  const response = readResponse(example, context, content?.text);
  return {
    ...content,
    ...(typeof id === 'string' ? { item: id } : {}),
    ...(typeof uri === 'string' ? { uri } : {}),
    responses: response === undefined ? [] : [response],
  };
}

/** Undefined: an example without an answer yet. */
function readResponse(
  example: Example,
  context: ExchangeContext,
  text: string | undefined,
): ImportedResponse | undefined {
  const { answer, _timestamp: seconds } = example;
  if (answer === null || answer === undefined) return undefined;
  const session = example._annotator_id ?? example._session_id;
  const prefix = `${context.project}-`;
  const by = {
    ...(typeof session === 'string'
      ? { annotator: session.startsWith(prefix) ? session.slice(prefix.length) : session }
      : {}),
    ...timeOf(seconds),
  };
  const value = answer === 'ignore' ? undefined : valueOfExample(example, context);
  if (value === undefined) return { ...by, status: 'skipped' };
  return { ...by, status: 'submitted', value: readAnswer(context, value, text) };
}

/** Nothing of a number that is no time. */
function timeOf(seconds: number | null | undefined): { createdAt?: string } {
  const time = new Date(Number(seconds ?? Number.NaN) * 1000);
  return Number.isNaN(time.getTime()) ? {} : { createdAt: time.toISOString() };
}

/** Undefined: the example was turned down as a whole, which says nothing of its labels. */
function valueOfExample(example: Example, context: ExchangeContext): unknown {
  const isRejected = example.answer === 'reject';
  const { label, accept, spans } = example;
  const { type } = context.task;
  if (type === 'spans' || type === 'boxes') {
    if (isRejected) return undefined;
    return type === 'spans' ? (spans ?? []).map(toSpan) : toBoxes(example);
  }
  if (accept !== null && accept !== undefined) return isRejected ? undefined : valueOfLabels(context, accept);
  if (label === null || label === undefined) throw invalidAnswer('The example has neither accept nor a label');
  return isRejected ? valueOfRejected(label, context) : valueOfAccepted(label, context);
}

function valueOfAccepted(label: string, { task }: ExchangeContext): unknown {
  if (task.type !== 'multi-label') return label;
  if (task.labels.length === 1) return [label];
  throw invalidAnswer(`A yes to "${label}" says nothing of the other labels, of which several can apply`);
}

/** A no says what the label is only where there is but one other. */
function valueOfRejected(label: string, { task }: ExchangeContext): unknown {
  if (task.type === 'multi-label' && task.labels.length === 1) return [];
  const others = task.labels.filter((other) => other !== label);
  if (task.type === 'single-label' && task.labels.length === 2 && others.length === 1) return others[0];
  throw invalidAnswer(`A no to "${label}" does not say which label it is instead`);
}

function toSpan({ label, start, end }: z.output<typeof spanSchema>): Partial<Span> {
  return { label, ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

function toBoxes({ width, height, spans }: Example): unknown {
  const boxes = (spans ?? []).map(({ label, type, x, y, width: w, height: h, points }) => {
    if (type !== undefined && type !== 'rect')
      throw invalidAnswer(`A ${type} is no box; boxes here are upright rectangles`);
    if (x !== undefined && y !== undefined) return { label, x, y, width: w, height: h };
    const [xs, ys] = [(points ?? []).map(([px]) => px), (points ?? []).map(([, py]) => py)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return { label, x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
  });
  return { width: width ?? undefined, height: height ?? undefined, boxes };
}
