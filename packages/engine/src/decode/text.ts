import { AlaasError } from '@alaas/core';

/**
 * The text of UTF-8 bytes, without a byte order mark.
 *
 * @throws AlaasError `DECODE_ENCODING`; `details.position` is that of the first byte that is not UTF-8, or the
 *   length where the bytes end within a character
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const position = validLength(bytes);
    throw new AlaasError('DECODE_ENCODING', `The text is not UTF-8: ${problemAt(bytes, position)}.`, {
      cause,
      details: { position },
    });
  }
}

function problemAt(bytes: Uint8Array, position: number): string {
  const byte = bytes[position];
  if (byte === undefined) return `it ends within a character, after ${position} bytes; give the whole text`;
  const hint = looksUtf16(bytes) ? 'it looks like UTF-16' : 'it may be Latin-1 or Windows-1252';
  const hex = byte.toString(16).padStart(2, '0');
  return `byte 0x${hex} at position ${position} does not fit (${hint}); convert it to UTF-8`;
}

/** How many bytes from the start could begin a UTF-8 text; bisected, as every shorter run could then too. */
function validLength(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (couldBegin(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

function couldBegin(bytes: Uint8Array): boolean {
  try {
    // a stream may end within a character
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function looksUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
