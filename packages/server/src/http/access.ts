import type { Access } from '@alaas/engine';
import type { FastifyRequest } from 'fastify';
import { isLoopbackAddress } from './loopback.ts';

type Sender = Pick<FastifyRequest, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } };

/**
 * On whose behalf a request is. `local` only when the config trusts this machine, the peer is on it, and no
 * proxy speaks for somebody else.
 */
export function accessOf(request: Sender, trustsLocalClients: boolean): Access {
  if (!trustsLocalClients || !isLoopbackAddress(request.socket.remoteAddress ?? '')) return 'remote';
  return Object.keys(request.headers).some(isProxyHeader) ? 'remote' : 'local';
}

function isProxyHeader(name: string): boolean {
  return name === 'forwarded' || name === 'via' || name === 'x-real-ip' || name.startsWith('x-forwarded-');
}
