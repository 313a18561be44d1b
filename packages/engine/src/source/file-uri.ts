import { AlaasError } from '@alaas/core';
import { shown } from './shown.ts';

/**
 * The path a `file:` URI names, percent-decoded once.
 *
 * @throws AlaasError `SOURCE_UNSUPPORTED` when it is malformed or relative, `SOURCE_FORBIDDEN` when it names
 *   another machine or hides a slash or NUL in an escape
 */
export function filePath(uri: string): string {
  const parts = /^file:(?:\/\/([^/]*))?(\/.*)$/is.exec(uri);
  const [host, path] = [parts?.[1] ?? '', parts?.[2]];
  if (path === undefined) {
    throw unsupported(uri, 'is not an absolute file: URI; write file:///folder/name');
  }
  if (host !== '' && host.toLowerCase() !== 'localhost') {
    throw new AlaasError(
      'SOURCE_FORBIDDEN',
      `${shown(uri)} names a file of another machine; write file:///folder/name.`,
    );
  }
  if (/[?#]/.test(path)) {
    throw unsupported(uri, 'has a query or fragment; in a file name write ? as %3F and # as %23');
  }
  if (/%(2f|00)/i.test(path) || path.includes('\0')) {
    throw new AlaasError('SOURCE_FORBIDDEN', `${shown(uri)} hides a slash or NUL in its path; no file is named so.`);
  }
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw unsupported(uri, 'has a broken percent escape; write % as %25', cause);
  }
}

/** The `file:` URI of an absolute path, percent-encoded. */
export function fileUri(path: string): string {
  // most names need no escape, and a listing asks for millions
  if (/^[\w/.~-]*$/.test(path)) return `file://${path}`;
  return `file://${encodeURI(path.toWellFormed()).replace(/[?#]/g, encodeURIComponent)}`;
}

function unsupported(uri: string, what: string, cause?: unknown): AlaasError {
  return new AlaasError('SOURCE_UNSUPPORTED', `${shown(uri)} ${what}.`, { cause });
}
