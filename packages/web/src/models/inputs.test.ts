import { describe, expect, it } from 'vitest';
import { base64Of, fileInputs, itemInputs, textInputs } from './inputs.ts';

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
