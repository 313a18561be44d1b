const maxLength = 200;

/**
 * A URI or path as a message may hold it: without credentials and query (which may be signed), without
 * characters that could forge a second line of a log, and at most 200 characters long.
 */
export function shown(uri: string): string {
  const plain = uri
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#\\]*@/i, '$1')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^?]*)\?.*$/is, '$1?…')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
  return `"${plain.length <= maxLength ? plain : `${plain.slice(0, maxLength)}…`}"`;
}
