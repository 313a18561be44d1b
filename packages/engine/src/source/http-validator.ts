import type { Validator } from '@alaas/core';
import type { Answer } from './exchange.ts';

/**
 * What tells this version of a content from others: the entity tag, else the date of its last change.
 *
 * @param isRedirected a date then says nothing about the next place a redirect may lead to
 */
export function validatorOf({ header }: Answer, isRedirected: boolean): Validator | undefined {
  const [etag, date, modified] = [header('etag'), header('date'), header('last-modified')];
  if (etag !== undefined) return `etag ${etag}`;
  if (modified === undefined || date === undefined || isRedirected) return undefined;
  // a change within the second of the date would keep it (RFC 9110, 8.8.2.2)
  return Date.parse(date) - Date.parse(modified) >= 1000 ? `modified ${modified}` : undefined;
}

/**
 * Headers that ask for the content only if it is another than the known one.
 *
 * @param isRedirected a known date belongs to the first place and is not told to the next
 */
export function conditionalHeaders(known: Validator | undefined, isRedirected: boolean): Record<string, string> {
  if (known?.startsWith('etag ')) return { 'if-none-match': known.slice('etag '.length) };
  if (!isRedirected && known?.startsWith('modified ')) return { 'if-modified-since': known.slice('modified '.length) };
  return {};
}
