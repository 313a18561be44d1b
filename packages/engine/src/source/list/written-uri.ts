import { resolve } from 'node:path';
import { AlaasError } from '@alaas/core';
import { filePath, fileUri } from '../file-uri.ts';
import { shown } from '../shown.ts';

/** Where relative paths of a manifest start: a folder, or the URL it came from, to which they are URL references. */
export type Base = { readonly folder: string } | { readonly url: string };

/**
 * The URI of what a manifest names: a URI as it is, an absolute path, or a path relative to the base.
 *
 * @returns undefined for a relative path without a base
 */
export function resolveWritten(written: string, base: Base | undefined): string | undefined {
  if (isUri(written)) return written;
  if (base !== undefined && 'url' in base) return URL.parse(written, base.url)?.href;
  if (written.startsWith('/')) return fileUri(resolve(written));
  return base === undefined ? undefined : fileUri(resolve(base.folder, written));
}

/**
 * The base a caller names: an absolute folder, or a URI of one.
 *
 * @throws AlaasError `INVALID_MANIFEST` for a relative one; `SOURCE_*` for a malformed `file:` URI
 */
export function parseBase(text: string): Base {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return { url: text.endsWith('/') ? text : `${text}/` };
  if (/^file:/i.test(text)) return { folder: filePath(text) };
  if (text.startsWith('/')) return { folder: text };
  throw new AlaasError('INVALID_MANIFEST', `The base ${shown(text)} is neither an absolute folder nor a URI of one.`);
}

/** True for `scheme://...` and `file:/...`; `img:1.jpg` is a file name. */
function isUri(text: string): boolean {
  return /^([a-z][a-z0-9+.-]+:\/\/|file:)/i.test(text);
}
