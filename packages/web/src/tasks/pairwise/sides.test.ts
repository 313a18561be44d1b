import { describe, expect, it } from 'vitest';
import { sidesOfRow, sidesOfText } from './sides.ts';

describe('sides of a comparison', () => {
  it.each([
    ['yes\n\nno', { left: 'yes', right: 'no' }],
    ['one\ntwo\r\n \r\nthree', { left: 'one\ntwo', right: 'three' }],
    ['{"right": "no", "left": "yes"}', { left: 'yes', right: 'no' }],
    ['{"prompt": "Why?", "A": "so", "B": "or so"}', { prompt: 'Why?', left: 'so', right: 'or so' }],
  ])('are told in %j', (text, expected) => {
    expect(sidesOfText(text)).toEqual(expected);
  });

  it.each([['one'], ['one\ntwo'], ['one\n\ntwo\n\nthree'], ['{not JSON'], ['{"a": 1}']])(
    'are not guessed in %j',
    (text) => {
      expect(sidesOfText(text)).toBeUndefined();
    },
  );

  it('are the only two texts of a row, beside the question', () => {
    expect(sidesOfRow({ question: 'Why?', gpt: 'x', llama: 'y', id: 3 })).toEqual({
      prompt: 'Why?',
      left: 'x',
      right: 'y',
    });
    expect(sidesOfRow({ gpt: 'x', llama: 'y', other: 'z' })).toBeUndefined();
  });
});
