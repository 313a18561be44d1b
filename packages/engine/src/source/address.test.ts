import { isAlaasError } from '@alaas/core';
import { describe, expect, test } from 'vitest';
import { addressPolicy, isPublicAddress } from './address.ts';
import { defaults } from './sources.fixture.ts';

describe('an address', () => {
  test.each(['8.8.8.8', '93.184.215.14', '2606:4700::1111', '2a00:1450:4001:80e::200e', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.0.3'],
    ['loopback', '::1'],
    ['loopback, mapped', '::ffff:127.0.0.1'],
    ['loopback, mapped', '::ffff:7f00:1'],
    ['loopback, compatible', '::7f00:1'],
    ['unspecified', '0.0.0.0'],
    ['unspecified', '::'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['shared', '100.64.0.1'],
    ['shared: metadata of a cloud', '100.100.100.200'],
    ['link-local: metadata of clouds', '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['unique local', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['NAT64 of loopback', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::1'],
    ['6to4 of loopback', '2002:7f00:1::'],
    ['teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['documentation', '2001:db8::1'],
    ['documentation', '192.0.2.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['benchmarking', '198.18.0.1'],
    ['a cloud host behind a public number', '168.63.129.16'],
    ['no address', 'localhost'],
    ['no address', ''],
  ])('that is %s is not public: %s', (_, address) => expect(isPublicAddress(address)).toBe(false));
});

describe('the policy', () => {
  const remote = (allow_hosts: string[]): ReturnType<typeof addressPolicy> =>
    addressPolicy('remote', { ...defaults.sources, allow_hosts });

  test('trusts every host for a local caller, and none for a remote one', () => {
    expect(addressPolicy('local', defaults.sources).isTrusted('10.0.0.1', 80)).toBe(true);
    expect(remote([]).isTrusted('10.0.0.1', 80)).toBe(false);
  });

  test('trusts every host when private addresses are allowed', () => {
    const sources = { ...defaults.sources, allow_private_addresses: true };
    expect(addressPolicy('remote', sources).isTrusted('10.0.0.1', 80)).toBe(true);
  });

  test('trusts a listed host on every port, or on the listed one', () => {
    const policy = remote(['files.local', 'db.local:8080', '[::1]:9000', 'fd00::1']);
    expect(policy.isTrusted('files.local', 1234)).toBe(true);
    expect(policy.isTrusted('FILES.local.', 80)).toBe(true);
    expect(policy.isTrusted('db.local', 8080)).toBe(true);
    expect(policy.isTrusted('db.local', 80)).toBe(false);
    expect(policy.isTrusted('::1', 9000)).toBe(true);
    expect(policy.isTrusted('::1', 80)).toBe(false);
    expect(policy.isTrusted('fd00::1', 80)).toBe(true);
    expect(policy.isTrusted('evil-files.local', 80)).toBe(false);
    expect(policy.isTrusted('files.local.evil.test', 80)).toBe(false);
  });

  test.each(['http://files.local', 'a b', 'user@host', 'host:port', ''])('refuses the entry "%s"', (entry) => {
    expect(() => remote([entry])).toThrow(expect.toSatisfy((error) => isAlaasError(error, 'INVALID_CONFIG')));
  });
});
