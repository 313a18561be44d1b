import { AlaasError, type Config } from '@alaas/core';
import ipaddr from 'ipaddr.js';
import type { Access } from '../engine.ts';

/** Which addresses an outgoing connection may reach. */
export interface AddressPolicy {
  /** True when `hostname:port` may be reached whatever its address. @param port 1 to 65535 */
  isTrusted(hostname: string, port: number): boolean;
}

/**
 * The policy of the config: everything for a local caller; for a remote one public addresses, and what
 * `sources.allow_private_addresses` and `sources.allow_hosts` add.
 *
 * @throws AlaasError `INVALID_CONFIG` naming an entry of `allow_hosts` that is not host or host:port
 */
export function addressPolicy(access: Access, sources: Config['sources']): AddressPolicy {
  if (access === 'local' || sources.allow_private_addresses) return { isTrusted: () => true };
  const trusted = new Set(sources.allow_hosts.map(parseEntry));
  return {
    isTrusted(hostname, port) {
      const host = canonical(hostname);
      return host !== undefined && (trusted.has(host) || trusted.has(`${host} ${port}`));
    },
  };
}

/**
 * True for an address that belongs to one machine on the public internet. False for loopback, private,
 * link-local, shared (RFC 6598) and reserved ones, for IPv6 forms that carry an IPv4 address (mapped ones are
 * judged by it), and for anything that is not an address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  // of IPv6, only 2000::/3 is assigned to the public internet (IANA)
  if (parsed.kind() === 'ipv6') return (parsed.toByteArray()[0] ?? 0) >> 5 === 1;
  return parsed.toString() !== azureHost;
}

// public by number, but answers only inside Azure: the host's metadata and agents
const azureHost = '168.63.129.16';

/** `host` or `host port`, the host as {@link canonical} gives it. */
function parseEntry(entry: string): string {
  const isBareIpv6 = entry.split(':').length > 2 && !entry.startsWith('[');
  const [, name, port] = isBareIpv6 ? ['', entry] : (/^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(entry) ?? []);
  const host = name === undefined ? undefined : canonical(name);
  if (host === undefined) {
    throw new AlaasError(
      'INVALID_CONFIG',
      `sources.allow_hosts: "${entry}" is not host or host:port, as in db.local:8080.`,
    );
  }
  return port === undefined ? host : `${host} ${Number(port)}`;
}

/** A host name as URLs hold it: lower case, ASCII, IPv4 in four decimal parts, no brackets, no final dot. */
function canonical(hostname: string): string | undefined {
  const bracketed = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  if (/[/?#@\\\s]/.test(bracketed) || !URL.canParse(`http://${bracketed}`)) return undefined;
  return new URL(`http://${bracketed}`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
