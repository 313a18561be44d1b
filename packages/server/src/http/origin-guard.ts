import { AlaasError } from '@alaas/core';
import type { FastifyRequest } from 'fastify';
import { isLoopbackHost } from './loopback.ts';

/**
 * Refuses requests that a page of another site makes a browser send.
 *
 * A page can point its own name at this machine (DNS rebinding); the browser then sends that name as `Host`.
 * Other pages send their `Origin`.
 *
 * @param hosts names beside loopback's that `Host` may hold; undefined: any, for a service that asks for a token
 *   and listens to other machines
 * @throws AlaasError `FORBIDDEN`
 */
export function checkOrigin(request: Pick<FastifyRequest, 'headers'>, hosts: readonly string[] | undefined): void {
  const { host = '', origin } = request.headers;
  if (hosts !== undefined && !isKnown(nameOf(host), hosts)) {
    throw new AlaasError(
      'FORBIDDEN',
      `The service does not answer to the host name "${host}". Use 127.0.0.1 or localhost, or start it with that name as al_worker.host.`,
    );
  }
  if (origin === undefined) return;
  const from = URL.canParse(origin) ? new URL(origin).host : undefined;
  if (from !== undefined && from === host.toLowerCase()) return;
  throw new AlaasError(
    'FORBIDDEN',
    `Pages of ${origin} may not call this service. Call it from its own address, or through your own server.`,
  );
}

function isKnown(name: string, hosts: readonly string[]): boolean {
  return isLoopbackHost(name) || hosts.some((known) => known.toLowerCase() === name);
}

/** The name in a `Host` header, without port, brackets and final dot, in lower case. */
function nameOf(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(host);
  const name = bracketed?.[1] ?? host.replace(/:\d*$/, '');
  return name.toLowerCase().replace(/\.$/, '');
}
