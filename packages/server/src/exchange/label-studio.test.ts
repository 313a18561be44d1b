import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelStudio } from './label-studio.ts';
import { contextOf, recordOf, rowsOf, written } from './project.fixture.ts';
import type { ExchangeRecord } from './record.ts';
import { anyRecord, taskTypes } from './records.fixture.ts';

/** What Label Studio's file keeps of a record. */
function keptOf({ item, uri, text, gold, responses }: ExchangeRecord) {
  return {
    item,
    uri,
    text,
    gold,
    responses: responses.map(({ note: _, suggestion: __, origin, ...response }) => ({
      ...response,
      origin: origin === 'import' ? 'manual' : origin,
    })),
  };
}

describe('label-studio', () => {
  it.each(taskTypes)('reads back what it wrote of a %s project', async (type) => {
    const context = contextOf(type);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord(type), { maxLength: 3 }),
        fc.integer({ min: 1, max: 90 }),
        async (records, n) => {
          const rows = await rowsOf(labelStudio, await written(labelStudio, records, context), context, n);
          // where there is no result, there is nothing that could say how it came about
          const read = rows.map((row) => ('record' in row ? row.record : row)) as ExchangeRecord[];
          const expected = records.map(keptOf).map((record, r) => ({
            ...record,
            responses: record.responses.map((response, i) => ({
              ...response,
              origin: read[r]?.responses[i]?.origin === undefined ? undefined : response.origin,
            })),
          }));
          expect(read).toEqual(expected);
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  });

  it('writes what its import takes: choices in the order of the labels, skips, gold, a prediction', async () => {
    const context = contextOf('multi-label', ['a', 'b']);
    const at = '2026-01-01T10:00:00.000Z';
    const record: ExchangeRecord = {
      ...recordOf(undefined, { text: 'hi', gold: ['a', 'b'] }),
      responses: [
        { annotator: 'ada', status: 'submitted', value: ['a', 'b'], origin: 'edited', leadTimeMs: 2500, createdAt: at },
        { annotator: 'bob', status: 'skipped', origin: 'manual', createdAt: at },
      ],
      suggestion: { value: ['b'], score: 0.875, modelVersion: 7 },
    };
    const tag = { from_name: 'label', to_name: 'text', type: 'choices' };
    expect(JSON.parse((await written(labelStudio, [record], context)).toString())).toEqual([
      {
        data: { text: 'hi' },
        meta: { id: 'one', uri: 'inline:one', annotators: ['ada', 'bob'] },
        annotations: [
          {
            result: [{ ...tag, id: 'a0r0', origin: 'prediction-changed', value: { choices: ['a', 'b'] } }],
            was_cancelled: false,
            ground_truth: true,
            lead_time: 2.5,
            created_at: at,
          },
          { result: [], was_cancelled: true, ground_truth: false, created_at: at },
        ],
        predictions: [
          {
            model_version: 'alaas-7',
            score: 0.875,
            result: [{ ...tag, id: 'p0r0', origin: 'manual', value: { choices: ['b'] } }],
          },
        ],
      },
    ]);
  });

  it('counts UTF-16 code units in texts, where we count code points', async () => {
    const context = contextOf('spans', ['PER']);
    // "😀 Ada": the name begins at code point 2, at code unit 3
    const record = recordOf([{ label: 'PER', start: 2, end: 5 }], { text: '😀 Ada' });
    const file = await written(labelStudio, [record], context);
    const [task] = JSON.parse(file.toString());
    expect(task.annotations[0].result[0].value).toEqual({ start: 3, end: 6, text: 'Ada', labels: ['PER'] });
    const half = file.toString().replace('"start":3', '"start":1');
    expect(await rowsOf(labelStudio, half, context)).toMatchObject([{ line: 1, error: { code: 'INVALID_ANSWER' } }]);
  });

  it('reads an export of boxes in percent, with its person, its time and its size', async () => {
    const file = JSON.stringify([
      {
        id: 31,
        annotations: [
          {
            id: 5,
            completed_by: { id: 2, email: 'eve@example.org', first_name: '', last_name: '' },
            result: [
              {
                original_width: 200,
                original_height: 50,
                image_rotation: 0,
                value: { x: 10, y: 20, width: 25, height: 50, rotation: 0, rectanglelabels: ['cat'] },
                id: 'x1',
                from_name: 'box',
                to_name: 'img',
                type: 'rectanglelabels',
                origin: 'manual',
              },
            ],
            was_cancelled: false,
            ground_truth: false,
            created_at: '2025-03-01T08:00:00.123456Z',
            lead_time: 7.9354,
            prediction: {},
            parent_prediction: null,
          },
          { completed_by: 9, result: [], was_cancelled: true, created_at: '2025-03-01T09:00:00Z' },
        ],
        drafts: [],
        predictions: [{ result: [], score: 0.2 }],
        data: { image: '/data/upload/8/cat.jpg', page: 3 },
        meta: {},
        project: 8,
      },
    ]);
    expect(await rowsOf(labelStudio, file, contextOf('boxes', ['cat']))).toEqual([
      {
        line: 1,
        record: {
          uri: '/data/upload/8/cat.jpg',
          responses: [
            {
              annotator: 'eve@example.org',
              status: 'submitted',
              // 10 % of 200, 20 % of 50, 25 % of 200, 50 % of 50
              value: { width: 200, height: 50, boxes: [{ label: 'cat', x: 20, y: 10, width: 50, height: 25 }] },
              origin: 'manual',
              leadTimeMs: 7935,
              createdAt: '2025-03-01T08:00:00.123Z',
            },
            { annotator: 'label-studio:9', status: 'skipped', createdAt: '2025-03-01T09:00:00.000Z' },
          ],
        },
      },
    ]);
  });

  it('reads bare tasks, and says what it cannot', async () => {
    const rotated = { type: 'rectanglelabels', value: { rotation: 30, rectanglelabels: ['cat'] } };
    const size = { original_width: 10, original_height: 10 };
    const tasks = [
      { image: 'https://a.example/1.jpg' },
      { data: { one: 'a b', two: 'c d', three: 'e f' } },
      { image: 'x.jpg', box: [], annotation_id: 3, annotator: 1 },
      { data: { image: 'y.jpg' }, annotations: [{ result: [{ ...rotated, ...size }] }] },
      { data: { image: 'z.jpg' }, annotations: [{ result: [] }] },
      { data: { image: 'z.jpg' }, annotations: [{ result: [] }], meta: { width: 5, height: 4 } },
    ];
    const rows = await rowsOf(labelStudio, JSON.stringify(tasks, null, 2), contextOf('boxes', ['cat']));
    expect(rows.map((row) => ('record' in row ? row.record : row.error.code))).toEqual([
      { uri: 'https://a.example/1.jpg', responses: [] },
      'INVALID_REQUEST',
      'INVALID_REQUEST',
      'INVALID_ANSWER',
      'INVALID_ANSWER',
      { uri: 'z.jpg', responses: [{ status: 'submitted', value: { width: 5, height: 4, boxes: [] } }] },
    ]);
  });

  it('takes an origin that it does not know for none, whatever it is called', async () => {
    const of = (origin: string) => [{ type: 'choices', value: { choices: ['spam'] }, origin }];
    const annotations = ['prediction', 'constructor', '__proto__'].map((origin) => ({ result: of(origin) }));
    const rows = await rowsOf(
      labelStudio,
      JSON.stringify([{ data: { text: 'hello' }, annotations }]),
      contextOf('single-label', ['spam']),
    );
    const [row] = rows;
    if (row === undefined || !('record' in row)) throw new Error('it was not read');
    expect(row.record.responses.map(({ origin }) => origin)).toEqual(['accepted', undefined, undefined]);
  });

  it('takes the two texts of a comparison for one item', async () => {
    const tasks = [
      {
        data: { answer1: 'yes', answer2: 'no' },
        annotations: [{ result: [{ type: 'pairwise', value: { selected: 'right' } }] }],
      },
    ];
    expect(await rowsOf(labelStudio, JSON.stringify(tasks), contextOf('pairwise'))).toEqual([
      { line: 1, record: { text: 'yes\n\nno', responses: [{ status: 'submitted', value: 'right' }] } },
    ]);
  });
});
