import { hash } from 'node:crypto';

/** The URI of a content that came without one: `inline:` and 128 bits of its checksum, so that the same one is known again. */
export function inlineUri(content: string | Uint8Array): string {
  return `inline:${hash('sha256', content, 'hex').slice(0, 32)}`;
}
