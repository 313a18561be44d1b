import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { imageFormat } from './format.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('imageFormat', () => {
  it.each([
    ['jpeg', '\xff\xd8\xff\xe0'],
    ['png', '\x89PNG\r\n\x1a\n'],
    ['webp', 'RIFF\x10\0\0\0WEBPVP8L'],
    ['gif', 'GIF89a'],
    ['gif', 'GIF87a'],
  ])('knows %s by its first bytes', (format, head) => {
    expect(imageFormat(bytes(head))).toBe(format);
  });

  it.each([
    ['an empty file', ''],
    ['SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['SVG', ' <svg width="1"/>'],
    ['an HTML page', '<!DOCTYPE html><html>'],
    ['TIFF', 'II*\0'],
    ['TIFF', 'MM\0*'],
    ['PDF', '%PDF-1.7'],
    ['HEIF', '\0\0\0\x18ftypheic'],
    ['BMP', 'BM6\0'],
    ['WAV', 'RIFF\x10\0\0\0WAVEfmt '],
    ['a ZIP archive', 'PK\x03\x04'],
    ['gzip', '\x1f\x8b\x08'],
    ['text beginning "hello there"', 'hello there'],
    ['unknown bytes 00010203', '\0\x01\x02\x03'],
  ])('refuses and names %s', (name, content) => {
    try {
      imageFormat(bytes(content));
      expect.unreachable();
    } catch (error) {
      expect(isAlaasError(error, 'DECODE_UNSUPPORTED')).toBe(true);
      expect((error as Error).message).toContain(name);
    }
  });
});
