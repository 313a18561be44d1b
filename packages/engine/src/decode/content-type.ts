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
  const image = formatOf(bytes);
  if (image !== undefined) return `image/${image}`;
  const audio = audioFormat(bytes);
  if (audio !== undefined) return audioTypes[audio];
  const isText = isUtf8(bytes) && !bytes.subarray(0, LOOKED_AT).some(isControl);
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
