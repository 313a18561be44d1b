import { createHash, timingSafeEqual } from 'node:crypto';
import { AlaasError } from '@alaas/core';
import type { FastifyRequest } from 'fastify';

/** Throws `UNAUTHORIZED` unless the request carries the token. */
export type TokenGuard = (request: Pick<FastifyRequest, 'headers'>) => void;

/**
 * Compares tokens in a time that does not depend on them; only the token's hash is kept.
 *
 * @param token undefined lets everybody in
 */
export function createTokenGuard(token: string | undefined): TokenGuard {
  if (token === undefined) return () => undefined;
  const expected = sha256(token);
  return ({ headers: { authorization } }) => {
    const given = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(sha256(given), expected)) return;
    const reason = authorization === undefined ? 'The request carries no token' : 'The token is not the right one';
    throw new AlaasError('UNAUTHORIZED', `${reason}. Send the header "Authorization: Bearer TOKEN".`);
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
