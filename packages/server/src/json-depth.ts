import { AlaasError } from '@alaas/core';

/** Far beyond any body this service reads, and far below what makes a parser or a writer run out of stack. */
export const maxJsonDepth = 64;

/**
 * Looks at the brackets of a JSON text before it is parsed.
 *
 * @throws AlaasError `INVALID_REQUEST` when it nests deeper than {@link maxJsonDepth}
 */
export function checkDepth(json: Uint8Array): void {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (byte === quote) {
      i = endOfString(json, i + 1);
    } else if (byte === openBracket || byte === openBrace) {
      depth++;
      if (depth > maxJsonDepth) {
        throw new AlaasError('INVALID_REQUEST', `The JSON nests deeper than ${maxJsonDepth} levels. Flatten it.`);
      }
    } else if (byte === closeBracket || byte === closeBrace) {
      depth--;
    }
  }
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Position of the closing quote, or the end of the text. */
function endOfString(json: Uint8Array, start: number): number {
  for (let end = json.indexOf(quote, start); end >= 0; end = json.indexOf(quote, end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === backslash && end - 1 - slashes >= start) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}
