import { AlaasError } from '@alaas/core';

/** @param status of an answer; true when its `location` is the next place to ask */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/**
 * Where an answer sends its reader. Credentials in a location are dropped: they are not the caller's.
 *
 * @param from the URL that was asked
 * @param name the URI as messages may show it
 * @throws AlaasError `SOURCE_FORBIDDEN` for a scheme other than http and https, `SOURCE_HTTP` for no location
 */
export function nextHop(from: URL, location: string | undefined, name: string): URL {
  if (location === undefined || !URL.canParse(location, from.href)) {
    throw new AlaasError('SOURCE_HTTP', `${name} redirects to no valid address.`);
  }
  const next = new URL(location, from.href);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') {
    throw new AlaasError('SOURCE_FORBIDDEN', `${name} redirects to something that is not http or https.`);
  }
  next.username = '';
  next.password = '';
  return next;
}
