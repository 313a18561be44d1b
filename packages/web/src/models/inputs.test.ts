import { describe, expect, it } from 'vitest';
import { base64Of, fileInputs, itemInputs, textInputs, typedText } from './inputs.ts';

describe('textInputs', () => {
  it('makes one input of a text, line breaks and all', () => {
    expect(textInputs('one\ntwo', false)).toEqual([{ name: 'one\ntwo', item: { text: 'one\ntwo' } }]);
    expect(textInputs('  ', false)).toEqual([]);
  });

  it('makes an input of each line that says something', () => {
    expect(textInputs('one\r\n\ntwo\n', true).map(({ item }) => item)).toEqual([{ text: 'one' }, { text: 'two' }]);
  });

  it('calls a long text by its beginning, and sends all of it', () => {
    const text = 'x'.repeat(100);
    expect(textInputs(text, false)).toEqual([{ name: `${'x'.repeat(80)}…`, item: { text } }]);
  });
});

it('takes ids of items line by line', () => {
  expect(itemInputs(' a \n\nb c\n')).toEqual([
    { name: 'a', item: { item: 'a' } },
    { name: 'b c', item: { item: 'b c' } },
  ]);
});

describe('base64Of', () => {
  it('writes bytes so that they can be read again, also those of a large file', () => {
    for (const size of [0, 1, 2, 3, 100_000]) {
      const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31) % 256);
      expect(Uint8Array.from(atob(base64Of(bytes)), (char) => char.charCodeAt(0))).toEqual(bytes);
    }
  });

  it('is what a file is sent as', async () => {
    const inputs = await fileInputs([new File([new Uint8Array([255, 0, 8])], 'a.png')]);
    expect(inputs).toEqual([{ name: 'a.png', item: { blob: '/wAI' } }]);
  });
});

describe('typedText', () => {
  it('is a text as it is, and a row as JSON', () => {
    expect(typedText({ kind: 'text', text: 'hello' })).toBe('hello');
    expect(typedText({ kind: 'row', row: { a: 1, b: null } })).toBe('{"a":1,"b":null}');
  });

  it('has a line per point of a time series, its names above', () => {
    const channels = [
      { name: 'x', values: [1, null] },
      { name: 'y', values: [0.5, 2] },
    ];
    expect(typedText({ kind: 'series', series: { x: [0, 1], hasTime: false, channels } })).toBe('x,y\n1,0.5\n,2');
    expect(typedText({ kind: 'series', series: { x: [7, 9], hasTime: true, channels } })).toBe(
      'time,x,y\n7,1,0.5\n9,,2',
    );
  });

  it('is nothing of an image', () => {
    expect(typedText({ kind: 'image', blob: new Blob([]) })).toBeUndefined();
  });
});
