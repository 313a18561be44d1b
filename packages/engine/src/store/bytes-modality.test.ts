import { expect, test } from 'vitest';
import { bytesModality } from './bytes-modality.ts';

test.each([
  ['RIFF\x24\0\0\0WAVEfmt ', 'audio'],
  ['ID3\x04', 'audio'],
  ['\x93NUMPY\x01\0', 'series'],
  ['[1, 2', 'series'],
  ['[[1,2],[3', 'series'],
  [' [ -0.5', 'series'],
  ['{"x": [1, 2', 'series'],
  ['1,2\n3,4\n', 'series'],
  ['time,x\r\n0,1\r\n', 'series'],
  ['-1e3\n', 'series'],
  ['\x89PNG\r\n\x1a\n', undefined],
  ['\xff\xd8\xff\xe0', undefined],
  ['a text of words', undefined],
  ['a text\nof two lines', undefined],
  ['{"name": "x"}', undefined],
  ['["a"]', undefined],
  ['', undefined],
])('%j shows %s', (start, expected) => {
  expect(bytesModality(Uint8Array.from(start, (letter) => letter.charCodeAt(0)))).toBe(expected);
});
