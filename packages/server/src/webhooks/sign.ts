import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';
/** Bytes of a secret that we make up: as many as the hash has. */
const secretBytes = 32;

/** A new secret, as Standard Webhooks 1.0 writes it. */
export function createSecret(): string {
  return `${prefix}${randomBytes(secretBytes).toString('base64')}`;
}

export interface Signed {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
}

/**
 * The headers that prove a delivery to be ours (Standard Webhooks 1.0): HMAC-SHA256 over id, time in seconds, and body.
 *
 * @param secret `whsec_` and base64
 */
export function signatureHeaders(secret: string, { id, at, body }: Signed): Record<string, string> {
  const seconds = Math.floor(at / 1000);
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}
