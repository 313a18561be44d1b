import { expect, it } from 'vitest';
import { ContentTypeTeller, contentType } from './content-type.ts';

const text = 'text/plain; charset=utf-8';
const bytes = 'application/octet-stream';

it.each([
  ['image/jpeg', '\xff\xd8\xff\xe0'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/webp', 'RIFF\x10\0\0\0WEBPVP8L'],
  ['image/gif', 'GIF89a<script>alert(1)</script>'],
  ['audio/wav', 'RIFF\x10\0\0\0WAVEfmt '],
  ['audio/mpeg', 'ID3\x03<script>alert(1)</script>'],
  ['audio/mpeg', '\xff\xfb\x90\0'],
  ['audio/ogg', 'OggS\0'],
  ['audio/flac', 'fLaC\0'],
  [text, ''],
  [text, 'plain\twords\r\n'],
  [text, Buffer.from('żółw \u{1f422}').toString('latin1')],
  [text, '<!DOCTYPE html><script>alert(1)</script>'],
  [text, '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  [bytes, 'a zero \0 inside'],
  [bytes, 'caf\xe9'],
  [bytes, '%PDF-1.7\n%\xe2\xe3'],
  [bytes, 'a'.repeat(10_000) + Buffer.from('é').toString('latin1').slice(0, 1)],
])('%s', (type, content) => {
  const whole = Buffer.from(content, 'latin1');
  expect(contentType(whole)).toBe(type);
  for (const size of [1, 3, 5000]) {
    const teller = new ContentTypeTeller();
    for (let start = 0; start < whole.length; start += size) teller.take(whole.subarray(start, start + size));
    expect(teller.end()).toBe(type);
  }
});
