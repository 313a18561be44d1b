import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coco } from './coco.ts';
import { contextOf, recordOf, rowsOf, written } from './project.fixture.ts';
import { anyRecord } from './records.fixture.ts';

const context = contextOf('boxes', ['cat', 'dog']);

describe('coco', () => {
  it('reads back the one answer of each image', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord('boxes', ['cat', 'dog']), { maxLength: 4 }),
        fc.integer({ min: 1, max: 90 }),
        async (records, n) => {
          const rows = await rowsOf(coco, await written(coco, records, context), context, n);
          const expected = records.flatMap(({ item, uri, gold, answer }) => {
            const value = gold ?? answer;
            return value === undefined ? [] : [{ item, uri, responses: [{ status: 'submitted', value }] }];
          });
          expect(rows.map((row) => ('record' in row ? row.record : row))).toEqual(expected);
        },
      ),
      { numRuns: 40, seed: 6 },
    );
  });

  it('writes categories, images and boxes in pixels', async () => {
    const boxes = [{ label: 'dog', x: 1, y: 2, width: 3, height: 4.5 }];
    const records = [
      recordOf({ width: 10, height: 20, boxes }, { uri: 'https://a.example/1.jpg' }),
      recordOf(undefined, { item: 'two' }),
      recordOf({ width: 7, height: 8, boxes: [] }, { item: 'three', uri: 'file:///3.png' }),
    ];
    expect(JSON.parse((await written(coco, records, context)).toString())).toEqual({
      info: { description: 'ALaaS project mail', date_created: '2026-01-02T00:00:00.000Z' },
      licenses: [],
      categories: [
        { id: 1, name: 'cat', supercategory: '' },
        { id: 2, name: 'dog', supercategory: '' },
      ],
      images: [
        { id: 1, file_name: 'https://a.example/1.jpg', width: 10, height: 20, item: 'one' },
        { id: 2, file_name: 'file:///3.png', width: 7, height: 8, item: 'three' },
      ],
      annotations: [
        { id: 1, image_id: 1, category_id: 2, bbox: [1, 2, 3, 4.5], area: 13.5, segmentation: [], iscrowd: 0 },
      ],
    });
  });

  it('reads annotations before their images, and reports images whose boxes are not all known', async () => {
    const box = (image: unknown, category: number, ...bbox: unknown[]) => ({
      image_id: image,
      category_id: category,
      bbox,
      segmentation: [[1, 2, 3, 4]],
    });
    const image = (id: number) => ({ id, file_name: `${id}.jpg`, width: 10, height: 10 });
    const file = {
      annotations: [
        box(1, 18, 1, 1, 2, 2),
        box(2, 18, 1, 1, 2),
        box(3, 99, 1, 1, 2, 2),
        box(4, 18, 9, 9, 5, 5),
        box(5, 18, 1, 1, 0, 1),
      ],
      images: [1, 2, 3, 4, 5, 6].map(image),
      info: { year: [2026, { a: ['[', '"'] }] },
      categories: [{ id: 18, name: 'dog' }],
    };
    const rows = await rowsOf(coco, JSON.stringify(file, null, 1), context);
    expect(rows.map((row) => [row.line, 'record' in row ? row.record : row.error.code])).toEqual([
      [2, 'INVALID_REQUEST'],
      [
        1,
        {
          uri: '1.jpg',
          responses: [
            {
              status: 'submitted',
              value: { width: 10, height: 10, boxes: [{ label: 'dog', x: 1, y: 1, width: 2, height: 2 }] },
            },
          ],
        },
      ],
      [2, 'INVALID_ANSWER'],
      [3, 'INVALID_ANSWER'],
      [4, 'INVALID_ANSWER'],
      [5, 'INVALID_ANSWER'],
      [6, { uri: '6.jpg', responses: [{ status: 'submitted', value: { width: 10, height: 10, boxes: [] } }] }],
    ]);
  });

  it.each([
    '{"images":[{"id":1,"file_name":"1.jpg","width":1,"height":1},{"id":2',
    '{"images":[{"id":1,"file_name":"1.jpg","width":1,"height":1}],"annotations":[{"id":1}],"categories":[]}',
    '{"images":[{"id":1,"file_name":"1.jpg","width":1,"height":1}],"annotations":[{nonsense}]}',
  ])('reads no image where a box may be missing of any', async (file) => {
    const rows = await rowsOf(coco, file, context);
    expect(rows.map((row) => 'error' in row && row.error.code)).toEqual(['INVALID_REQUEST', 'INVALID_REQUEST']);
  });
});
