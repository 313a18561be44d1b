import { isUtf8 } from 'node:buffer';
import { type AudioFormat, audioFormat } from '@alaas/core';
import { formatOf } from './format.ts';

/** Bytes at the start that are looked through for what no text holds. */
const LOOKED_AT = 4096;

/**
 * The type to send contents as: that of an image or a recording, plain text, or bytes that nobody interprets. Told by the contents alone,
 * and never one that a browser would run: markup is plain text here, and so is SVG.
 */
export function contentType(bytes: Uint8Array): string {
  return typeOf(bytes, isUtf8(bytes));
}

/** Tells the {@link contentType} of bytes that come in parts. */
export class ContentTypeTeller {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #start = new Uint8Array();
  #isUtf8 = true;

  take(part: Uint8Array): void {
    const wanted = LOOKED_AT - this.#start.length;
    if (wanted > 0) this.#start = Buffer.concat([this.#start, part.subarray(0, wanted)]);
    this.#decode(part);
  }

  /** Of all that was taken; nothing is taken after it. */
  end(): string {
    this.#decode();
    return typeOf(this.#start, this.#isUtf8);
  }

  /** @param part undefined: there is no more */
  #decode(part?: Uint8Array): void {
    if (!this.#isUtf8) return;
    try {
      this.#decoder.decode(part, { stream: part !== undefined });
    } catch {
      this.#isUtf8 = false;
    }
  }
}

function typeOf(start: Uint8Array, isWholeUtf8: boolean): string {
  const image = formatOf(start);
  if (image !== undefined) return `image/${image}`;
  const audio = audioFormat(start);
  if (audio !== undefined) return audioTypes[audio];
  const isText = isWholeUtf8 && !start.subarray(0, LOOKED_AT).some(isControl);
  return isText ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

const audioTypes: Readonly<Record<AudioFormat, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  flac: 'audio/flac',
};

/** Control characters but tab, line feed, form feed, carriage return and escape. */
function isControl(byte: number): boolean {
  return byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);
}
