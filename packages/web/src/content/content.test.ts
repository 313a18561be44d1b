import { describe, expect, it } from 'vitest';
import { readContent, readText } from './content.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const seriesType = 'application/vnd.alaas.series+json';
const series = (value: unknown) => readContent(bytes(JSON.stringify(value)), seriesType);

describe('readContent', () => {
  it('takes images and recordings as they are', async () => {
    for (const [type, kind] of [
      ['image/png', 'image'],
      ['audio/wav', 'audio'],
    ] as const) {
      const content = readContent(Uint8Array.of(1, 2, 3), type);
      if (content.kind !== kind) throw new Error(`It is ${content.kind}.`);
      expect([content.blob.type, [...(await content.blob.bytes())]]).toEqual([type, [1, 2, 3]]);
    }
  });

  it('reads texts of any kind as UTF-8, without a byte order mark', () => {
    expect(readContent(bytes('\ufeffnaïve 👍'), 'text/plain; charset=utf-8')).toEqual({
      kind: 'text',
      text: 'naïve 👍',
    });
    expect(readContent(bytes('a,b\n1,2'), 'text/csv')).toEqual({ kind: 'text', text: 'a,b\n1,2' });
  });

  it('reads a row with its columns in their order', () => {
    const content = readContent(bytes('{"b":1,"a":null}'), 'application/json; charset=utf-8');
    expect(content).toEqual({ kind: 'row', row: { b: 1, a: null } });
    expect(content.kind === 'row' && Object.keys(content.row)).toEqual(['b', 'a']);
  });

  it.each(['[1,2]', 'null', '"x"', '12', '{"a":'])('shows %s, which is JSON of no row, as text', (text) => {
    expect(readContent(bytes(text), 'application/json')).toEqual({ kind: 'text', text });
  });

  it('reads a series with times, and one whose points are evenly apart', () => {
    expect(series({ names: ['v'], time: [0.5, 0.5, 2], channels: [[1, null, 3]] })).toEqual({
      kind: 'series',
      series: { x: [0.5, 0.5, 2], hasTime: true, channels: [{ name: 'v', values: [1, null, 3] }] },
    });
    expect(series({ names: ['v', 'w'], channels: [[1], [2]] })).toMatchObject({
      series: { x: [0], hasTime: false, channels: [{ name: 'v' }, { name: 'w' }] },
    });
  });

  it('tells channels of one name, or none, apart', () => {
    const content = series({ names: ['v', '', 'v', 'v (2)'], channels: [[1], [1], [1], [1]] });
    expect(content.kind === 'series' && content.series.channels.map(({ name }) => name)).toEqual([
      'v',
      '2',
      'v (2)',
      'v (2) (2)',
    ]);
  });

  it.each([
    ['no object', [1, 2]],
    ['no channels', { names: [], channels: [] }],
    ['no points', { names: ['v'], channels: [[]] }],
    ['a name too few', { names: [], channels: [[1]] }],
    ['a name that is none', { names: [1], channels: [[1]] }],
    ['channels of two lengths', { names: ['v', 'w'], channels: [[1], [1, 2]] }],
    ['a value that is none', { names: ['v'], channels: [['1']] }],
    ['a channel that is none', { names: ['v'], channels: ['1'] }],
    ['a time too few', { names: ['v'], time: [1], channels: [[1, 2]] }],
    ['a time that goes back', { names: ['v'], time: [2, 1], channels: [[1, 2]] }],
    ['a time that is none', { names: ['v'], time: [1, null], channels: [[1, 2]] }],
  ])('shows a series of %s as the text that it is', (_, value) => {
    expect(series(value)).toEqual({ kind: 'text', text: JSON.stringify(value) });
  });

  it('shows a series that is no JSON as the text that it is', () => {
    expect(readContent(bytes('1;2'), seriesType)).toEqual({ kind: 'text', text: '1;2' });
  });

  it('says of anything else what it is, and how long', () => {
    expect(readContent(Uint8Array.of(0, 1), 'application/octet-stream')).toEqual({
      kind: 'other',
      type: 'application/octet-stream',
      bytes: 2,
    });
  });
});

describe('readText', () => {
  it('knows a row of a table as the service keeps it', () => {
    const text = '{"amount":89.09,"payment":"transfer","returning":true,"note":null}';
    const row = { amount: 89.09, payment: 'transfer', returning: true, note: null };
    expect(readText(text)).toEqual({ kind: 'row', row });
  });

  it.each(['', 'plain', '{', '{}', '{ "a": 1 }', '{"a":[1]}', '{"a":{}}', '["a"]', '{"a":1} and more'])(
    'takes %j for the text that it is',
    (text) => {
      expect(readText(text)).toEqual({ kind: 'text', text });
    },
  );
});
