import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from './csv.ts';
import { parquet } from './parquet.ts';
import { contextOf, recordOf, rowsOf, written } from './project.fixture.ts';
import type { ExchangeRecord, ImportedRecord } from './record.ts';
import { anyRecord, taskTypes } from './records.fixture.ts';

/** What a row per response keeps of a record. */
function keptOf({ item, uri, text, gold, responses }: ExchangeRecord): ImportedRecord[] {
  const kept = { item, uri, text, gold };
  if (responses.length === 0) return [{ ...kept, responses: [] }];
  return responses.map(({ suggestion: _, ...response }) => ({ ...kept, responses: [response] }));
}

// a thread for each file of Parquet takes its time
describe.each([
  [csv, 40],
  [parquet, 5],
] as const)('%s', (format, numRuns) => {
  it.each(taskTypes)('reads back ids, contents and responses of a %s project', async (type) => {
    const context = contextOf(type);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord(type), { maxLength: 4 }),
        fc.integer({ min: 1, max: 90 }),
        async (records, n) => {
          const rows = await rowsOf(format, await written(format, records, context), context, n);
          expect(rows.map((row) => ('record' in row ? row.record : row))).toEqual(records.flatMap(keptOf));
        },
      ),
      { numRuns, seed: 2 },
    );
  });
});

const golden = `id,uri,text,label,annotator,status,origin,lead_time_ms,created_at,note,record_status,answer,gold,is_test,suggestion,suggestion_score,arm,strategy,utility,round,model_version\r
one,inline:one,"say ""hi"", ok",ham,ada,submitted,manual,,2026-01-01T10:00:00.000Z,,completed,ham,,false,,,,,,,\r
'=2+3,inline:one,,,,,,,,,unlabelled,,,true,ham,0.75,control,random,-0.5,2,1\r
`;

describe('csv', () => {
  it('quotes, and defuses what a spreadsheet would compute', async () => {
    const records = [
      recordOf('ham', { text: 'say "hi", ok' }),
      recordOf(undefined, {
        item: '=2+3',
        status: 'unlabelled',
        isTest: true,
        suggestion: { value: 'ham', score: 0.75, modelVersion: 1 },
        reason: { arm: 'control', strategy: 'random', utility: -0.5, round: 2, modelVersion: 1 },
      }),
    ];
    expect((await written(csv, records, contextOf('single-label'))).toString()).toBe(golden);
  });

  it('reads tables of other tools by the names of their columns', async () => {
    const file = '\ufeffSentence,Labels,User\nbuy,ham,ada\n"two\nlines","sp,""am|ham",\nplain,,\n';
    const rows = await rowsOf(csv, file, contextOf('multi-label'));
    expect(rows).toEqual([
      { line: 2, record: { text: 'buy', responses: [{ annotator: 'ada', status: 'submitted', value: ['ham'] }] } },
      { line: 4, record: { text: 'two\nlines', responses: [{ status: 'submitted', value: ['ham', 'sp,"am'] }] } },
      { line: 5, record: { text: 'plain', responses: [] } },
    ]);
  });

  it('reports rows with too few fields, wrong labels and wrong encodings, and reads the others', async () => {
    const file = Buffer.concat([
      Buffer.from('id,label,created_at\na,ham,\nb\nc,egg,\nd,ham,yesterday\n'),
      Buffer.from([0xe9]),
      Buffer.from(',ham,\n\ufffd,ham,\n\nf,ham,\n'),
    ]);
    const rows = await rowsOf(csv, file, contextOf('single-label'), 1000);
    expect(rows.map((row) => [row.line, 'record' in row ? row.record.item : row.error.code])).toEqual([
      [2, 'a'],
      [3, 'INVALID_REQUEST'],
      [4, 'INVALID_ANSWER'],
      [5, 'INVALID_REQUEST'],
      [6, 'DECODE_ENCODING'],
      [7, 'DECODE_ENCODING'],
      [9, 'f'],
    ]);
  });

  it.each([
    ['b,"ham" x\nc,ham\n', 'a quote inside of quotes is not doubled'],
    ['b,"ham\nc,ham\n', 'a quote does not end'],
    ['b,h"am\nc,ham\n', 'a quote stands in a field without quotes around it'],
  ])('reads the rows before a broken quote, and says why there are no more', async (rest, reason) => {
    const rows = await rowsOf(csv, `id,label\na,ham\n${rest}`, contextOf('single-label'), 1000);
    expect(rows).toMatchObject([
      { line: 2, record: { item: 'a' } },
      { line: 3, error: { code: 'INVALID_REQUEST', detail: `The file cannot be read from here on: ${reason}.` } },
    ]);
  });
});

describe('parquet', () => {
  it('reports a file that is none', async () => {
    const rows = await rowsOf(parquet, 'id,label\na,ham\n', contextOf('single-label'));
    expect(rows).toMatchObject([{ line: 1, error: { code: 'INVALID_REQUEST' } }]);
  });

  it('writes row groups as they fill, and reads them one after the other', async () => {
    const context = contextOf('single-label');
    const records = Array.from({ length: 12_000 }, (_, i) => recordOf('ham', { item: `item ${i}` }));
    const file = await written(parquet, records, context);
    const rows = await rowsOf(parquet, file, context, 2 ** 16);
    expect(rows.map((row) => ('record' in row ? row.record.item : row))).toEqual(records.map(({ item }) => item));
  });
});
