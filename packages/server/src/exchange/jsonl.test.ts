import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonl } from './jsonl.ts';
import { contextOf, recordOf, rowsOf, written } from './project.fixture.ts';
import { anyRecord, taskTypes } from './records.fixture.ts';

describe('jsonl', () => {
  it.each(taskTypes)('reads back what it wrote of a %s project', async (type) => {
    const context = contextOf(type);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord(type), { maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        async (records, n) => {
          const rows = await rowsOf(jsonl, await written(jsonl, records, context), context, n);
          expect(rows).toEqual(records.map((record, i) => ({ line: i + 1, record })));
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });

  it('takes short lines written by hand', async () => {
    const file = [
      '{"text":"buy now","label":"sp,\\"am","annotator":"ada"}',
      '',
      '{"id":7,"uri":"https://a.example/7.txt"}',
    ].join('\r\n');
    expect(await rowsOf(jsonl, file, contextOf('single-label'))).toEqual([
      {
        line: 1,
        record: { text: 'buy now', responses: [{ annotator: 'ada', status: 'submitted', value: 'sp,"am' }] },
      },
      { line: 3, record: { item: '7', uri: 'https://a.example/7.txt', responses: [] } },
    ]);
  });

  it('takes a JSON array too, however it is laid out', async () => {
    const file = '\ufeff [\n {"id":"a",\n "label":"ham"} , {"id":"b"}\n]\n';
    const rows = await rowsOf(jsonl, file, contextOf('single-label'), 3);
    expect(rows.map((row) => ('record' in row ? row.record.item : row.error))).toEqual(['a', 'b']);
  });

  it('reports each bad row with its line, and reads the others', async () => {
    const file = Buffer.concat([
      Buffer.from('{"id":"a","label":"ham"}\nnonsense\n{"id":"b","label":"hamm"}\n{"label":"ham"}\n{"id":"'),
      Buffer.from([0xff]),
      Buffer.from(`"}\n{"id":"c","extra":1}\n{"id":"d","metadata":${'['.repeat(100)}${']'.repeat(100)}}\n{"id":"e"}`),
    ]);
    const rows = await rowsOf(jsonl, file, contextOf('single-label'));
    const told = rows.map((row) => [row.line, 'record' in row ? row.record.item : row.error.code]);
    expect(told).toEqual([
      [1, 'a'],
      [2, 'INVALID_REQUEST'],
      [3, 'INVALID_ANSWER'],
      [4, 'INVALID_REQUEST'],
      [5, 'DECODE_ENCODING'],
      [6, 'INVALID_REQUEST'],
      [7, 'INVALID_REQUEST'],
      [8, 'e'],
    ]);
    expect(rows[2]).toMatchObject({ error: { detail: expect.stringContaining('did you mean "ham"') } });
  });

  it('refuses a span behind the end of its text, counted in code points', async () => {
    const line = (end: number) => `{"text":"ab😀","label":[{"label":"ham","start":2,"end":${end}}]}\n`;
    const rows = await rowsOf(jsonl, line(3) + line(4), contextOf('spans'));
    expect(rows.map((row) => 'error' in row && row.error.code)).toEqual([false, 'INVALID_ANSWER']);
  });

  it('writes one object a line', async () => {
    const file = await written(jsonl, [recordOf('ham', { text: 'a\nb' })], contextOf('single-label'));
    expect(file.toString()).toBe(
      '{"item":"one","uri":"inline:one","status":"completed","answer":"ham","responses":[{"annotator":"ada","status":"submitted","value":"ham","origin":"manual","createdAt":"2026-01-01T10:00:00.000Z"}],"isTest":false,"text":"a\\nb"}\n',
    );
  });
});
