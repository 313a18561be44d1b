import { AlaasError } from '@alaas/core';
import { isLoopbackHost } from './http/loopback.ts';

export interface ListenAddress {
  readonly host: string;
  readonly isLoopback: boolean;
  readonly warnings: readonly string[];
}

/**
 * The address to listen on. Other machines are let in only with a token.
 *
 * ALaaS 2022 files say 0.0.0.0 as a matter of course: without a token such a file starts a service for this machine
 * alone. Whoever asks for the address in so many words is refused instead.
 *
 * @param asked by the person who starts the service
 * @param configured in the config file
 * @throws AlaasError `TOKEN_REQUIRED`
 */
export function chooseAddress(choice: {
  asked: string | undefined;
  configured: string;
  hasToken: boolean;
}): ListenAddress {
  const host = choice.asked ?? choice.configured;
  if (isLoopbackHost(host)) {
    // "localhost" may stand for two addresses, and then for two ports
    return { host: host.toLowerCase() === 'localhost' ? '127.0.0.1' : host, isLoopback: true, warnings: [] };
  }
  if (choice.hasToken) return { host, isLoopback: false, warnings: [] };
  const next = 'set a token of at least 16 characters (ALAAS_TOKEN, or token: in the config)';
  if (choice.asked !== undefined) {
    throw new AlaasError(
      'TOKEN_REQUIRED',
      `Listening on ${host} lets other machines in, which needs a token: ${next}, or listen on 127.0.0.1.`,
    );
  }
  return {
    host: '127.0.0.1',
    isLoopback: true,
    warnings: [
      `al_worker.host is ${host}, but there is no token: listening on 127.0.0.1, for this machine alone. To let other machines in, ${next}.`,
    ],
  };
}
