import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { AlaasError } from '@alaas/core';
import type { buildConnector } from 'undici';
import { type AddressPolicy, isPublicAddress } from './address.ts';
import type { Resolve } from './context.ts';

/** What a connector connects with. */
export interface ConnectorParts {
  /** Default: the system's resolver, IPv4 first. */
  readonly resolve?: Resolve | undefined;
  /** Opens one connection; gets a checked address as `hostname`. Default: undici's. */
  readonly connect?: buildConnector.connector | undefined;
  /** Milliseconds one address may take to answer. Default: 10,000. */
  readonly timeoutMs?: number;
}

/**
 * The connector for every outgoing connection, as undici's `connect` option takes it. It resolves the name
 * itself, refuses the host unless every address is allowed, connects to the addresses it has checked, one
 * after the other, and checks whom the socket reached. So neither a literal address, nor a name whose answer
 * changes between check and use, nor one private address among public ones gets through.
 *
 * Its callback gets AlaasError `SOURCE_FORBIDDEN`, which shows no resolved address, or the system's error.
 */
export function createConnector(policy: AddressPolicy, parts: ConnectorParts = {}): buildConnector.connector {
  let { connect } = parts;
  const resolve = shareLookups(parts.resolve ?? systemResolve);

  const reach = async (options: buildConnector.Options): Promise<Socket> => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    const isName = isIP(hostname) === 0;
    const addresses = isName ? await resolve(hostname) : [hostname];
    const isTrusted = policy.isTrusted(hostname, portOf(options));
    if (!isTrusted && !addresses.every(isPublicAddress)) throw refusal(hostname);
    // the certificate must be the name's, not the address's
    const servername = options.servername || (isName ? hostname : undefined);
    const target = servername === undefined ? options : { ...options, servername };
    connect ??= await undiciConnector(parts.timeoutMs);
    const open = connect;
    const socket = await firstOf(addresses, (address) => connectOnce(open, { ...target, hostname: address }));
    if (isTrusted || isPublicAddress(socket.remoteAddress ?? '')) return socket;
    socket.destroy();
    throw refusal(hostname);
  };

  return (options, callback) => {
    reach(options).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}

/** undici is large, and many a service reads nothing from the network. */
async function undiciConnector(timeout = 10_000): Promise<buildConnector.connector> {
  const undici = await import('undici');
  return undici.buildConnector({ timeout });
}

async function systemResolve(hostname: string): Promise<string[]> {
  const answers = await lookup(hostname, { all: true, order: 'ipv4first' });
  return answers.map(({ address }) => address);
}

/** A pool opens its connections at once; one lookup serves them all. */
function shareLookups(resolve: Resolve): Resolve {
  const running = new Map<string, Promise<readonly string[]>>();
  return (hostname) => {
    const known = running.get(hostname);
    if (known !== undefined) return known;
    const answer = resolve(hostname).finally(() => running.delete(hostname));
    running.set(hostname, answer);
    return answer;
  };
}

async function firstOf(addresses: readonly string[], connect: (address: string) => Promise<Socket>): Promise<Socket> {
  let failure: unknown = Object.assign(new Error('The name has no address.'), { code: 'ENOTFOUND' });
  for (const address of addresses) {
    try {
      return await connect(address);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function connectOnce(connect: buildConnector.connector, options: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connect(options, (error, socket) => (error === null ? resolve(socket) : reject(error)));
  });
}

function portOf({ port, protocol }: buildConnector.Options): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}

function refusal(hostname: string): AlaasError {
  return new AlaasError(
    'SOURCE_FORBIDDEN',
    `The host "${hostname}" is not on the public internet, and requests from other machines may name no other. ` +
      'If it may be read, the config can list it in sources.allow_hosts.',
  );
}
