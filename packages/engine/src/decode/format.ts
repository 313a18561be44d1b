import { AlaasError, audioFormat } from '@alaas/core';

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif';

/**
 * The image format, told by the first bytes and never by a name or a content type.
 *
 * @throws AlaasError `DECODE_UNSUPPORTED` saying what the bytes look like instead
 */
export function imageFormat(bytes: Uint8Array): ImageFormat {
  const format = formatOf(bytes);
  if (format !== undefined) return format;
  throw new AlaasError(
    'DECODE_UNSUPPORTED',
    `This is not an image ALaaS reads: it looks like ${looksLike(bytes)}. Use JPEG, PNG, WebP or GIF.`,
  );
}

/** The image format; undefined for whatever is none. */
export function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (asciiAt(bytes, 0, 4) === 'RIFF' && asciiAt(bytes, 8, 12) === 'WEBP') return 'webp';
  if (asciiAt(bytes, 0, 6) === 'GIF87a' || asciiAt(bytes, 0, 6) === 'GIF89a') return 'gif';
  return undefined;
}

/** In plain words, for the person who has to find out what went into the pool. */
export function looksLike(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const known = formatOf(bytes) ?? audioFormat(bytes);
  if (known !== undefined) return known.toUpperCase();
  const head = asciiAt(bytes, 0, 256);
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'TIFF';
  if (head.startsWith('BM')) return 'BMP';
  if (head.startsWith('%PDF-')) return 'PDF';
  if (head.startsWith('PK\u0003\u0004')) return 'a ZIP archive';
  if (head.startsWith('\u001f\u008b')) return 'gzip';
  if (head.slice(4, 8) === 'ftyp') return `an ISO media file (${head.slice(8, 12).trim()}: HEIF, AVIF or video)`;
  if (head.startsWith('RIFF')) return `RIFF ${head.slice(8, 12).trim()}`;
  const text = head.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (/^<svg|^<\?xml[^>]*>[\s\S]*<svg/i.test(text)) return 'SVG';
  if (/^<(!doctype html|html)/i.test(text)) return 'an HTML page';
  if (/^[\t\n\r\x20-\x7e]+$/.test(head)) return `text beginning "${head.slice(0, 20).trim()}"`;
  return `unknown bytes ${Buffer.from(bytes.subarray(0, 8)).toString('hex')}`;
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

function asciiAt(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
