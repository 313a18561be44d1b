import { expect, test } from 'vitest';
import { audioFormat } from './audio-format.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test.each([
  ['RIFF\x24\0\0\0WAVEfmt ', 'wav'],
  ['OggS\0\x02', 'ogg'],
  ['fLaC\0\0\0\x22', 'flac'],
  ['ID3\x04\0', 'mp3'],
  // MPEG-1 layer III, 128 kbit/s, 44.1 kHz
  ['\xff\xfb\x90\x00', 'mp3'],
  // MPEG-2 layer III
  ['\xff\xf3\x40\xc4', 'mp3'],
  // a JPEG
  ['\xff\xd8\xff\xe0', undefined],
  // UTF-16, either way
  ['\xff\xfea\0', undefined],
  ['\xfe\xff\0a', undefined],
  ['RIFF\x24\0\0\0WEBPVP8 ', undefined],
  ['', undefined],
  ['\xff', undefined],
])('%j is told by its first bytes: %s', (start, expected) => {
  expect(audioFormat(bytes(start))).toBe(expected);
});
