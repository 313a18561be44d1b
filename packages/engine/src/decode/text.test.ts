import { isAlaasError } from '@alaas/core';
import { describe, expect, it } from 'vitest';
import { decodeText } from './text.ts';

function faultOf(bytes: Uint8Array): Error & { details?: unknown } {
  try {
    decodeText(bytes);
  } catch (error) {
    expect(isAlaasError(error, 'DECODE_ENCODING')).toBe(true);
    return error as Error & { details?: unknown };
  }
  return expect.unreachable();
}

describe('decodeText', () => {
  it('reads every plane of Unicode', () => {
    expect(decodeText(Buffer.from('Grüße, 世界 🦊', 'utf8'))).toBe('Grüße, 世界 🦊');
  });

  it('drops a byte order mark at the start alone', () => {
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('a');
    expect(decodeText(Uint8Array.of(0x61, 0xef, 0xbb, 0xbf))).toBe('a\ufeff');
  });

  it('gives an empty text for no bytes', () => {
    expect(decodeText(new Uint8Array(0))).toBe('');
  });

  it('names the byte that is not UTF-8, and its position', () => {
    const fault = faultOf(Buffer.from('Gr\xfc\xdfe', 'latin1'));
    expect(fault.message).toContain('byte 0xfc at position 2');
    expect(fault.details).toEqual({ position: 2 });
  });

  it.each([
    ['a character cut at the end', [0x61, 0xe4, 0xb8], 3],
    ['a lone continuation byte', [0x61, 0x62, 0x80, 0x63], 2],
    ['an overlong form', [0xc0, 0xaf], 0],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], 2],
    ['a bad byte after a whole character', [0xc3, 0xa9, 0xff], 2],
  ])('refuses %s', (_, content, position) => {
    expect(faultOf(Uint8Array.from(content)).details).toEqual({ position });
  });

  it('says when it looks like UTF-16', () => {
    expect(faultOf(Uint8Array.of(0xff, 0xfe, 0x61, 0x00)).message).toContain('UTF-16');
  });
});
