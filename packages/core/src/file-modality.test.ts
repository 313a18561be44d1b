import { expect, test } from 'vitest';
import { fileModality } from './file-modality.ts';

test.each([
  ['a.JPG', 'image'],
  ['/folder.d/notes.txt', 'text'],
  ['file:///x/a%20b.wav', 'audio'],
  ['https://host/a.opus?sig=a.csv#t', 'audio'],
  ['series/1.npy', 'series'],
  ['a#1?.flac', 'audio'],
  ['readme', undefined],
  ['archive.tar.gz', undefined],
  ['folder.wav/x', undefined],
])('the ending of %s says %s', (place, expected) => {
  expect(fileModality(place)).toBe(expected);
});
