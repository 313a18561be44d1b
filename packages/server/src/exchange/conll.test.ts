import type { Span } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conll } from './conll.ts';
import { contextOf, recordOf, rowsOf, written } from './project.fixture.ts';
import type { ExchangeRecord } from './record.ts';
import { anyRecord } from './records.fixture.ts';

const context = contextOf('spans', ['PER', 'a place']);

/** What tags can say of a record, character by character; undefined: it is left out. */
function keptOf({ item, uri, text = '', gold, answer }: ExchangeRecord) {
  const spans = (gold ?? answer) as readonly Span[] | undefined;
  if (spans === undefined) return [];
  const characters = [...text];
  const isBlank = (i: number) => /^[\s\p{Cc}]$/u.test(characters[i] ?? '');
  const owner = new Map<number, number>();
  const trimmed: Span[] = [];
  for (const [n, span] of spans.entries()) {
    const own = characters.map((_, i) => i).filter((i) => i >= span.start && i < span.end && !isBlank(i));
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined || own.some((i) => owner.has(i))) return [];
    for (const i of own) owner.set(i, n);
    trimmed.push({ label: span.label, start: first, end: last + 1 });
  }
  return [{ item, uri, text, responses: [{ status: 'submitted', value: trimmed }] }];
}

describe('conll', () => {
  it('reads back the spans that tags can say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord('spans', ['PER', 'a place']), { maxLength: 4 }),
        fc.integer({ min: 1, max: 90 }),
        async (records, n) => {
          const rows = await rowsOf(conll, await written(conll, records, context), context, n);
          expect(rows.map((row) => ('record' in row ? row.record : row))).toEqual(records.flatMap(keptOf));
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });

  it('writes tokens with their places and tags, and cuts one in which a span ends', async () => {
    const spans = [
      { label: 'PER', start: 0, end: 5 },
      { label: 'a place', start: 10, end: 16 },
    ];
    const records = [
      recordOf(spans, { text: 'Ada 😀, in Berliner' }),
      recordOf(undefined, { item: 'two', text: 'x' }),
      recordOf([{ label: 'PER', start: 0, end: 1 }], { item: 'three', text: undefined }),
    ];
    expect((await written(conll, records, context)).toString()).toBe(
      [
        '# item = "one"',
        '# uri = "inline:one"',
        '# text = "Ada 😀, in Berliner"',
        'Ada 0 3 B-PER',
        '😀 4 5 I-PER',
        ', 5 6 O',
        'in 7 9 O',
        'Berlin 10 16 B-a%20place',
        'er 16 18 O',
        '',
        '# left out = "two: no agreed answer"',
        '',
        '# left out = "three: no text inline"',
        '',
        '',
      ].join('\n'),
    );
  });

  it('reads files of other tools, with their columns and schemes, and joins tokens with a space', async () => {
    const file = [
      '-DOCSTART- -X- -X- O',
      '',
      'Ada NNP B-NP I-PER',
      'met VBD B-VP O',
      'Bob NNP B-NP I-PER',
      'Eve NNP B-NP B-PER',
      '',
      '# sent_id = 2',
      '# text = Ada Lovelace!',
      'Ada\tB-PER',
      'Lovelace\tE-PER',
      '!\tO',
    ].join('\n');
    const spans = (...places: [number, number][]) => places.map(([start, end]) => ({ label: 'PER', start, end }));
    expect(await rowsOf(conll, file, context)).toEqual([
      {
        line: 3,
        record: {
          text: 'Ada met Bob Eve',
          responses: [{ status: 'submitted', value: spans([0, 3], [8, 11], [12, 15]) }],
        },
      },
      {
        line: 8,
        record: { text: 'Ada Lovelace!', responses: [{ status: 'submitted', value: spans([0, 12]) }] },
      },
    ]);
  });

  it('reports items that cannot be read, and reads the others', async () => {
    const file = Buffer.concat([
      Buffer.from('Ada B-PER\n\nAda\n\nAda B-NOBODY\n\nAda PERSON\n\n# text = Bob\nAda B-PER\n\nAda '),
      Buffer.from([0xff]),
      Buffer.from(' O\n\n# O\n'),
    ]);
    const rows = await rowsOf(conll, file, context);
    expect(rows.map((row) => [row.line, 'record' in row ? row.record.text : row.error.code])).toEqual([
      [1, 'Ada'],
      [3, 'INVALID_REQUEST'],
      [5, 'INVALID_ANSWER'],
      [7, 'INVALID_ANSWER'],
      [9, 'INVALID_REQUEST'],
      [12, 'DECODE_ENCODING'],
      [14, '#'],
    ]);
  });
});
