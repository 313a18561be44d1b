import { type TaskType, tasksOf } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsIn } from './answers.ts';
import { argilla } from './argilla.ts';
import { doccano } from './doccano.ts';
import type { FileFormat } from './format.ts';
import { prodigy } from './prodigy.ts';
import { contextOf, recordOf, rowsOf, written } from './project.fixture.ts';
import type { ExchangeRecord, ImportedRecord } from './record.ts';
import { anyRecord } from './records.fixture.ts';

/** What each file keeps of a record. */
const keeps: Record<string, (record: ExchangeRecord, type: TaskType) => ImportedRecord[]> = {
  argilla: ({ item, text, responses }) => {
    const submitted = responses.filter(({ status }) => status === 'submitted');
    return [{ item, text, responses: submitted.map(({ annotator, status, value }) => ({ annotator, status, value })) }];
  },
  doccano: ({ item, uri, text, gold, answer }) => {
    const value = gold ?? answer ?? [];
    return [{ item, uri, text, responses: labelsIn(value).length === 0 ? [] : [{ status: 'submitted', value }] }];
  },
  prodigy: ({ item, uri, text, responses }) => {
    const seconds = (time: string) => new Date(Math.floor(Date.parse(time) / 1000) * 1000).toISOString();
    const kept = responses.map(({ annotator, status, value, createdAt }) => [
      { annotator, status, value, createdAt: seconds(createdAt) },
    ]);
    return (kept.length === 0 ? [[]] : kept).map((list) => ({ item, uri, text, responses: list }));
  },
};

const cases = [argilla, doccano, prodigy].flatMap((format) =>
  tasksOf(format.id).map((type) => [format.id, type, format] as const),
);

describe('records of other tools', () => {
  it.each(cases)('%s reads back what it wrote of a %s project', async (id, type, format) => {
    const context = contextOf(type);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord(type), { maxLength: 3 }),
        fc.integer({ min: 1, max: 90 }),
        async (records, n) => {
          const rows = await rowsOf(format, await written(format, records, context), context, n);
          const expected = records.flatMap((record) => keeps[id]?.(record, type) ?? []);
          expect(rows.map((row) => ('record' in row ? row.record : row))).toEqual(expected);
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });
});

function read(format: FileFormat, type: TaskType, labels: readonly string[], ...rows: unknown[]) {
  const file = rows.map((row) => JSON.stringify(row)).join('\n');
  return rowsOf(format, file, contextOf(type, labels), 1000).then((list) =>
    list.map((row) => ('record' in row ? row.record : row.error.code)),
  );
}

const written1 = async (format: FileFormat, record: ExchangeRecord, type: TaskType, labels: readonly string[]) =>
  JSON.parse((await written(format, [record], contextOf(type, labels))).toString());

describe('argilla', () => {
  it('writes records as its library takes them', async () => {
    const suggestion = { value: 'ham', score: 0.5, modelVersion: 3 };
    expect(await written1(argilla, recordOf('ham', { text: 'hi', suggestion }), 'single-label', ['ham'])).toEqual([
      {
        id: 'one',
        fields: { text: 'hi' },
        metadata: {},
        suggestions: { label: { value: 'ham', score: 0.5, agent: 'alaas-3' } },
        responses: { label: [{ value: 'ham', user_id: 'ada', status: 'submitted' }] },
        vectors: {},
      },
    ]);
  });

  it('reads records of its server, with drafts left out and discarded ones as skips', async () => {
    const responses = [
      { values: { topic: { value: [{ label: 'ham', start: 0, end: 2 }] } }, status: 'submitted', user_id: 'u1' },
      { values: { topic: { value: [] } }, status: 'draft', user_id: 'u2' },
      { values: null, status: 'discarded', user_id: 'u3' },
    ];
    const row = { id: '0b1', external_id: 'row-17', fields: { review: 'hi you' }, responses, status: 'completed' };
    expect(await read(argilla, 'spans', ['ham'], row)).toEqual([
      {
        item: 'row-17',
        text: 'hi you',
        responses: [
          { annotator: 'u1', status: 'submitted', value: [{ label: 'ham', start: 0, end: 2 }] },
          { annotator: 'u3', status: 'skipped' },
        ],
      },
    ]);
  });

  it('reads flattened records, and refuses to guess among questions', async () => {
    const flat = {
      id: 'r1',
      _server_id: 'x',
      text: 'hi',
      'mood.suggestion': 'ham',
      'mood.responses': ['ham', 'egg'],
      'mood.responses.users': ['u1', 'u2'],
      'mood.responses.status': ['submitted', 'submitted'],
    };
    const several = { id: 'r2', fields: { text: 'x' }, responses: { a: [{ value: 'ham' }], b: [{ value: 'egg' }] } };
    expect(await read(argilla, 'single-label', ['ham', 'egg'], flat, several)).toEqual([
      {
        item: 'r1',
        text: 'hi',
        responses: [
          { annotator: 'u1', status: 'submitted', value: 'ham' },
          { annotator: 'u2', status: 'submitted', value: 'egg' },
        ],
      },
      'INVALID_ANSWER',
    ]);
  });
});

describe('doccano', () => {
  it('writes labels as lists, and spans as start, end and label in code points', async () => {
    expect(await written1(doccano, recordOf('ham', { text: 'hi' }), 'single-label', ['ham'])).toEqual({
      text: 'hi',
      label: ['ham'],
      item: 'one',
      uri: 'inline:one',
    });
    const spans = recordOf([{ label: 'PER', start: 2, end: 5 }], { text: '😀 Ada' });
    expect((await written1(doccano, spans, 'spans', ['PER'])).label).toEqual([[2, 5, 'PER']]);
  });

  it('reads exports of texts, files, and entities', async () => {
    expect(
      await read(
        doccano,
        'single-label',
        ['ham', 'egg'],
        { id: 4, text: 'hi', label: ['ham'], Comments: [] },
        { id: 5, filename: 'a.jpg', label: 'egg' },
        { id: 6, text: 'none', label: [] },
        { id: 7, text: 'two', label: ['ham', 'egg'] },
      ),
    ).toEqual([
      { text: 'hi', responses: [{ status: 'submitted', value: 'ham' }] },
      { uri: 'a.jpg', responses: [{ status: 'submitted', value: 'egg' }] },
      { text: 'none', responses: [] },
      'INVALID_ANSWER',
    ]);
    const entity = { id: 1, label: 'PER', start_offset: 0, end_offset: 3 };
    expect(await read(doccano, 'spans', ['PER'], { text: 'Ada', entities: [entity], relations: [] })).toEqual([
      { text: 'Ada', responses: [{ status: 'submitted', value: [{ label: 'PER', start: 0, end: 3 }] }] },
    ]);
  });
});

describe('prodigy', () => {
  it('writes a choice per answer, with hashes that depend on nothing but the content', async () => {
    const one = await written1(prodigy, recordOf('ham', { text: 'hi' }), 'single-label', ['ham', 'egg']);
    expect(one).toMatchObject({
      text: 'hi',
      options: [
        { id: 'ham', text: 'ham' },
        { id: 'egg', text: 'egg' },
      ],
      accept: ['ham'],
      answer: 'accept',
      _view_id: 'choice',
      _session_id: 'mail-ada',
      // 2026-01-01T10:00:00Z
      _timestamp: 1767261600,
    });
    const other = await written1(prodigy, recordOf('egg', { text: 'hi', item: 'two' }), 'single-label', ['ham', 'egg']);
    expect([other._input_hash, other._task_hash]).toEqual([one._input_hash, one._task_hash]);
    expect(one._input_hash).not.toBe(one._task_hash);
    expect(Number.isInteger(one._input_hash)).toBe(true);
  });

  it('reads yes and no where they leave no doubt', async () => {
    const ask = (label: string, answer: string) => ({ text: 'hi', label, answer, _session_id: 'other-bob' });
    const rows = await read(
      prodigy,
      'single-label',
      ['ham', 'egg'],
      ask('ham', 'accept'),
      ask('ham', 'reject'),
      ask('ham', 'ignore'),
    );
    expect(rows).toEqual([
      { text: 'hi', responses: [{ annotator: 'other-bob', status: 'submitted', value: 'ham' }] },
      { text: 'hi', responses: [{ annotator: 'other-bob', status: 'submitted', value: 'egg' }] },
      { text: 'hi', responses: [{ annotator: 'other-bob', status: 'skipped' }] },
    ]);
    expect(await read(prodigy, 'single-label', ['a', 'b', 'c'], ask('a', 'reject'))).toEqual(['INVALID_ANSWER']);
    expect(await read(prodigy, 'multi-label', ['a', 'b'], ask('a', 'accept'))).toEqual(['INVALID_ANSWER']);
    expect(await read(prodigy, 'multi-label', ['a'], ask('a', 'accept'), ask('a', 'reject'))).toMatchObject([
      { responses: [{ value: ['a'] }] },
      { responses: [{ value: [] }] },
    ]);
  });

  it('reads boxes by their corners, and no other shapes', async () => {
    const image = { image: 'https://a.example/1.jpg', width: 20, height: 10, answer: 'accept' };
    const points = [
      [2, 1],
      [2, 4],
      [8, 4],
      [8, 1],
    ];
    const rows = await read(
      prodigy,
      'boxes',
      ['cat'],
      { ...image, spans: [{ label: 'cat', points, type: 'rect' }] },
      { ...image, spans: [{ label: 'cat', points, type: 'polygon' }] },
      { image: 'x.jpg', spans: [], answer: 'accept' },
    );
    expect(rows).toEqual([
      {
        uri: 'https://a.example/1.jpg',
        responses: [
          {
            status: 'submitted',
            value: { width: 20, height: 10, boxes: [{ label: 'cat', x: 2, y: 1, width: 6, height: 3 }] },
          },
        ],
      },
      'INVALID_ANSWER',
      'INVALID_ANSWER',
    ]);
  });
});
