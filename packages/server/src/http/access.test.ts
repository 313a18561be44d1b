import { describe, expect, it } from 'vitest';
import { accessOf } from './access.ts';

function sender(remoteAddress: string | undefined, headers: Record<string, string> = {}) {
  return { headers, socket: { remoteAddress } };
}

describe('accessOf', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('takes a peer at %s for this machine', (address) => {
    expect(accessOf(sender(address), true)).toBe('local');
  });

  it.each(['192.168.1.5', '10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '0.0.0.0', '', undefined])(
    'takes a peer at %s for another machine',
    (address) => {
      expect(accessOf(sender(address), true)).toBe('remote');
    },
  );

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'via', 'x-real-ip'])(
    'takes a request with the header %s for one that a proxy passes on',
    (header) => {
      expect(accessOf(sender('127.0.0.1', { [header]: '' }), true)).toBe('remote');
    },
  );

  it('trusts nobody when the config says so', () => {
    expect(accessOf(sender('127.0.0.1'), false)).toBe('remote');
  });
});
