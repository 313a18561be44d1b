import { check } from '@alaas/core';
import { z } from 'zod';
import { invalidAnswer, readAnswer } from './answers.ts';
import { contentOf, mediaKey } from './content.ts';
import { type FileFormat, inPieces, invalidRow, jsonArray } from './format.ts';
import { jsonRows } from './json-rows.ts';
import type { ExchangeContext, ExchangeRecord, ImportedRecord, ImportedResponse } from './record.ts';

/**
 * Records of Argilla 2 with one question, `label`: a label, several, or spans. Written as `Dataset.records.from_json` takes
 * them; read as `to_json` gives them, whole or flattened, and as its server's records. `user_id` is a person's name here.
 * Argilla keeps no skipped answer in such a file. Suggestions are written and not read.
 */
export const argilla: FileFormat = {
  id: 'argilla',
  mediaType: 'application/json',
  extension: 'json',
  write: (records) => inPieces(jsonArray(argillaRecords(records))),
  read: (bytes, context) => jsonRows(bytes, (row) => readRecord(row, context)),
};

async function* argillaRecords(records: AsyncIterable<ExchangeRecord>): AsyncGenerator<unknown> {
  for await (const { item, uri, text, suggestion, responses } of records) {
    yield {
      id: item,
      fields: { [text === undefined ? mediaKey(uri) : 'text']: text ?? uri },
      metadata: {},
      suggestions:
        suggestion === undefined
          ? {}
          : {
              label: {
                value: suggestion.value,
                score: suggestion.score,
                agent: `alaas-${suggestion.modelVersion}`,
              },
            },
      responses: {
        label: responses
          .filter(({ value }) => value !== undefined)
          .map(({ value, annotator, status }) => ({ value, user_id: annotator, status })),
      },
      vectors: {},
    };
  }
}

const id = z.union([z.string(), z.number().transform(String)]).nullish();
const status = z.string().nullish();

/** By question, as the library writes them. */
const byQuestion = z.record(
  z.string(),
  z.array(z.object({ value: z.unknown().optional(), user_id: id, status })).nullish(),
);
/** By person, as the server gives them. */
const byPerson = z.array(
  z.object({
    values: z.record(z.string(), z.object({ value: z.unknown().optional() })).nullish(),
    user_id: id,
    status,
  }),
);

const recordSchema = z.looseObject({
  id,
  external_id: id,
  fields: z.record(z.string(), z.unknown()).nullish(),
  responses: z.union([byPerson, byQuestion]).nullish(),
});

type ArgillaRecord = z.output<typeof recordSchema>;

interface Given {
  readonly value: unknown;
  readonly person: string | null | undefined;
  readonly status: string | null | undefined;
}

function readRecord(row: unknown, context: ExchangeContext): ImportedRecord {
  const record = check(recordSchema, row, 'the record', 'INVALID_REQUEST');
  const content = contentOf(record.fields ?? flatFields(record));
  // the id of a server's row is its own; what the user called it is the external one
  const item = record.external_id ?? record.id ?? undefined;
  if (item === undefined && content === undefined) {
    throw invalidRow('The record has no id, and no field called text, image, audio or url.');
  }
  const responses = givenIn(record)
    .filter((given) => given.status !== 'draft')
    .map((given) => readResponse(given, context, content?.text));
  return { ...(item === undefined ? {} : { item }), ...content, responses };
}

function readResponse(given: Given, context: ExchangeContext, text: string | undefined): ImportedResponse {
  const annotator = typeof given.person === 'string' ? { annotator: given.person } : {};
  if (given.status === 'discarded') return { ...annotator, status: 'skipped' };
  return { ...annotator, status: 'submitted', value: readAnswer(context, given.value, text) };
}

function givenIn(record: ArgillaRecord): Given[] {
  const { responses } = record;
  if (Array.isArray(responses)) {
    const question = questionOf(responses.flatMap(({ values }) => Object.keys(values ?? {})));
    return responses.map(({ values, user_id: person, status }) => {
      return { value: question === undefined ? undefined : values?.[question]?.value, person, status };
    });
  }
  if (responses !== null && responses !== undefined) {
    const question = questionOf(Object.keys(responses));
    const list = question === undefined ? [] : (responses[question] ?? []);
    return list.map(({ value, user_id: person, status }) => ({ value, person, status }));
  }
  return flatGiven(record);
}

const flatEnd = '.responses';

/** Flattened: `label.responses`, `label.responses.users` and `label.responses.status` are lists of one length. */
function flatGiven(record: ArgillaRecord): Given[] {
  const names = Object.keys(record).filter((key) => key.endsWith(flatEnd));
  const question = questionOf(names.map((name) => name.slice(0, -flatEnd.length)));
  if (question === undefined) return [];
  const list = (end: string): readonly unknown[] => {
    const value = record[`${question}${flatEnd}${end}`];
    return Array.isArray(value) ? value : [];
  };
  const [people, states] = [list('.users'), list('.status')];
  const textAt = (values: readonly unknown[], i: number) => (typeof values[i] === 'string' ? values[i] : undefined);
  return list('').map((value, i) => ({ value, person: textAt(people, i), status: textAt(states, i) }));
}

function flatFields(record: ArgillaRecord): Record<string, unknown> {
  const own = ['id', 'external_id', '_server_id', 'status', 'fields', 'responses'];
  return Object.fromEntries(Object.entries(record).filter(([key]) => !own.includes(key) && !key.includes('.')));
}

/** The question that is the project's: `label` or `labels`, or the only one that was answered. */
function questionOf(names: readonly string[]): string | undefined {
  const distinct = [...new Set(names)];
  const ours = distinct.find((name) => name === 'label' || name === 'labels');
  if (ours !== undefined || distinct.length <= 1) return ours ?? distinct[0];
  const listed = distinct.slice(0, 10).join(', ');
  throw invalidAnswer(`The record answers several questions (${listed}); call the one of the project "label"`);
}
